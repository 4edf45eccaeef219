// What models/index.json lists (web/model_family.h tells its form), for the scripts and the tests.

// Every model: { folder, family, size, alone }, where `size` is light or full, and one that is
// `alone` has no other.
export function modelsIn(index) {
  return index.models.flatMap((entry) => {
    const { name, light, full } = typeof entry === 'string' ? { name: entry, light: entry } : entry;
    return Object.entries({ light, full }).filter(([, folder]) => folder).map(
      ([size, folder]) => ({ folder, family: name, size, alone: !full }));
  });
}
