import { WaitingCards } from "../funds/waiting-card.tsx";
import { LatestBlocks } from "./latest-blocks.tsx";
import { NodePanel } from "./node-panel.tsx";
import { OwnHouseholds } from "./own-households.tsx";
import { Tasks } from "./tasks.tsx";

export default function Home() {
  return (
    <div className="stack">
      <WaitingCards />
      <Tasks />
      <OwnHouseholds />
      <NodePanel />
      <LatestBlocks />
    </div>
  );
}
