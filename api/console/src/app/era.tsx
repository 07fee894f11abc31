import { createContext, type ReactNode, useContext } from "react";
import { yearOf } from "../texts/formats.ts";
import { useNodeStatus } from "./node-state.tsx";

const Year = createContext<number | undefined>(undefined);

/** Labels of codes follow the era (贫困户 to 2020, then 脱贫户): the year by the network's clock. */
export function EraProvider({ children }: { children: ReactNode }) {
  const now = useNodeStatus().data?.now;
  return <Year.Provider value={now === undefined ? undefined : yearOf(now)}>{children}</Year.Provider>;
}

/** undefined until a node has told its time. */
export function useYear(): number | undefined {
  return useContext(Year);
}
