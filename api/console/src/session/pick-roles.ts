/** An invented operator, as `GET /v1/testnet/operators` tells. */
export interface DemoOperator {
  role: string;
  organisation: string;
  division: string;
  name: string;
  key: string;
}

/** The roles that the picker offers first, in the order of a file's way; the village and county of 十八洞. */
const OFFERED: readonly { role: string; prefer?: string }[] = [
  { role: "village_clerk", prefer: "433124110226" },
  { role: "cadre", prefer: "433124110226" },
  { role: "township_officer", prefer: "433124110" },
  { role: "county_officer", prefer: "433124" },
  { role: "finance_officer", prefer: "433124" },
  { role: "finance_approver", prefer: "433124" },
  { role: "auditor", prefer: "433124" },
  { role: "director", prefer: "433124" },
  { role: "household", prefer: "433124110226" },
];

/** One operator for each role that is offered with one click, and all others. */
export function pickRoles(operators: readonly DemoOperator[]): {
  first: DemoOperator[];
  others: DemoOperator[];
} {
  const first = OFFERED.flatMap(({ role, prefer }) => {
    const holders = operators.filter((operator) => operator.role === role);
    const preferred = holders.find(({ division }) => prefer !== undefined && division.startsWith(prefer));
    const one = preferred ?? holders[0];
    return one === undefined ? [] : [one];
  });
  return { first, others: operators.filter((operator) => !first.includes(operator)) };
}
