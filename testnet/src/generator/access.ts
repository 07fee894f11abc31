import { fromHex, suite } from "@jingzhun/ledger";
import { adminKey, type DemoOperator, orgAdminOf } from "../network/operators.ts";
import { type DemoOrganisation, demoOrganisations } from "../network/organisations.ts";
import type { Step } from "./actors.ts";

/**
 * First steps on a fresh network (DOMAIN §1): admin keys register each organisation's `org_admin` (a host's also
 * for those it hosts), then each `org_admin` registers its operators with their roles.
 */
export function accessSteps(
  seed: string,
  villages: readonly string[],
  operators: readonly DemoOperator[],
): { admins: Step[]; operators: Step[] } {
  const organisations = new Map(demoOrganisations(4, villages).map((each) => [each.id, each]));
  const byOrganisation = Map.groupBy(operators, (operator) => operator.organisation);
  const publicKey = (operator: DemoOperator) => suite.publicKey(fromHex(operator.key));

  const admins = new Map<string, Step>();
  const members: Step[] = [];
  for (const [organisation, list] of byOrganisation) {
    const admin = list.find((operator) => operator.role === "org_admin");
    if (admin === undefined) throw new Error(`${organisation} has no org_admin`);
    const signer = (organisations.get(organisation) as DemoOrganisation).hostedBy ?? organisation;
    const step = admins.get(signer) ?? {
      step: `access/admins/${signer}`,
      key: adminKey(seed, signer).seed,
      actions: [],
    };
    step.actions.push([
      "access.registerAdmin",
      { organisation, operator: orgAdminOf(organisation), publicKey: publicKey(admin), post: admin.name },
    ]);
    admins.set(signer, step);
    const others = list.filter((operator) => operator !== admin);
    if (others.length === 0) continue;
    members.push({
      step: `access/operators/${organisation}`,
      key: admin.key,
      actions: others.map((operator) => [
        "access.registerOperator",
        {
          operator: operator.id,
          publicKey: publicKey(operator),
          post: operator.name,
          roles: [{ role: operator.role, division: operator.division }],
        },
      ]),
    });
  }
  return { admins: [...admins.values()], operators: members };
}
