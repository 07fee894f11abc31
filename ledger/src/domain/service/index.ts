export { service } from "./apply.ts";
export * from "./queries.ts";
export {
  type Acknowledgement,
  type Service,
  serviceRecord,
  serviceStatement,
  servicesRecord,
} from "./schema.ts";
