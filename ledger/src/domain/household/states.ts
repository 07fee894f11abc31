import type { CodeOf, EXISTENCE_STATES, MONITORING_STATES, REGISTRATION_STATES } from "../codes/index.ts";
import { defineStates } from "../state-table.ts";

export type RegistrationState = CodeOf<typeof REGISTRATION_STATES>;
export type MonitoringState = CodeOf<typeof MONITORING_STATES>;
export type ExistenceState = CodeOf<typeof EXISTENCE_STATES>;

/**
 * First axis of state. The way from `applied` to `registered` is one step here; the steps between (deliberation,
 * two publicities, township) have their states in the code list and join as rows of this table.
 */
export const registrationSteps = defineStates<RegistrationState>("registration", [
  { action: "household.register", from: [], to: "applied" },
  { action: "household.approve", from: ["applied"], to: "registered" },
  { action: "household.reject", from: ["applied"], to: "rejected" },
  { action: "household.withdraw", from: ["applied"], to: "withdrawn" },
]);

/** States in which a file is worked on: updated, corrected, assigned. */
export const LIVE_STATES: readonly RegistrationState[] = [
  "applied",
  "deliberated",
  "village_publicised",
  "township_verified",
  "township_publicised",
  "county_approved",
  "registered",
  "exit_proposed",
  "exit_verified",
  "exit_agreed",
  "exit_publicised",
  "exited",
  "returned",
];

/** States that statistics count as poor households: registered and not yet out. */
export const COUNTED_STATES: readonly RegistrationState[] = [
  "registered",
  "exit_proposed",
  "exit_verified",
  "exit_agreed",
  "exit_publicised",
  "returned",
];

const IN_PROCESS: readonly RegistrationState[] = LIVE_STATES.filter(
  (state) => !["registered", "exited", "returned"].includes(state),
);
const CLOSED: readonly RegistrationState[] = ["rejected", "withdrawn"];
const MONITORING_OPEN: readonly MonitoringState[] = [
  "clue",
  "visited",
  "publicised",
  "reviewed",
  "monitored",
];
const GONE: readonly ExistenceState[] = ["split", "merged", "moved", "deleted"];

export interface Axes {
  readonly registration: RegistrationState;
  readonly monitoring: MonitoringState;
  readonly existence: ExistenceState;
}

/** Combinations of the axes that can't be, with the reason. A rule that leads to one is our mistake. */
const ILLEGAL_COMBINATIONS: readonly {
  readonly reason: string;
  readonly registration?: readonly RegistrationState[];
  readonly monitoring?: readonly MonitoringState[];
  readonly existence?: readonly ExistenceState[];
}[] = [
  {
    reason: "a household that no longer exists is in no process",
    registration: IN_PROCESS,
    existence: GONE,
  },
  {
    reason: "a household that no longer exists isn't monitored",
    monitoring: MONITORING_OPEN,
    existence: GONE,
  },
  {
    reason: "monitoring is for those out of poverty or at its edge, not for the registered poor",
    registration: COUNTED_STATES.filter((state) => state !== "exit_publicised"),
    monitoring: ["monitored"],
  },
  {
    reason: "an application that was turned down leaves nothing to split, merge or move",
    registration: CLOSED,
    existence: ["split", "merged", "moved"],
  },
];

/** The reason why the combination can't be; undefined where it can. */
export function illegalCombination(axes: Axes): string | undefined {
  return ILLEGAL_COMBINATIONS.find(
    (row) =>
      (row.registration === undefined || row.registration.includes(axes.registration)) &&
      (row.monitoring === undefined || row.monitoring.includes(axes.monitoring)) &&
      (row.existence === undefined || row.existence.includes(axes.existence)),
  )?.reason;
}
