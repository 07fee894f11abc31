export { type AttachmentStore, type IdentifiedAttachment, openAttachmentStore } from "./attachment-store.ts";
