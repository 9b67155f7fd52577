/** The mark of Open Commitments: three voices side by side, none of them the sum of the others. */
export const MARK = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" viewBox="0 0 40 40"><path d="M4 36V14h8v22zM16 36V4h8v32zM28 36V20h8v16z" fill="#fff"/></svg>'
