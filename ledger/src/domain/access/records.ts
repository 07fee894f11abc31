/** Keys of the access records, built without going through a pattern: each transaction needs three. */
export const accessRecords = {
  key: (keyId: string) => `key/${keyId}`,
  organisation: (id: string) => `organisation/${id}`,
  operator: (id: string) => `operator/${id}`,
};
