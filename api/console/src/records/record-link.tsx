import { Link } from "react-router";

/** A record's key as a link to its page. */
export function RecordLink({ recordKey, text }: { recordKey: string; text?: string }) {
  return (
    <Link className="mono" to={`/records/${recordKey}`}>
      {text ?? recordKey}
    </Link>
  );
}
