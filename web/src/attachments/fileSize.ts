const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A size for people: "48 kB". */
export function fileSize(bytes: number): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)));
  const value = bytes / 1000 ** power;
  const unit = units[power] ?? "byte";
  return new Intl.NumberFormat("en", {
    style: "unit",
    unit,
    unitDisplay: power === 0 ? "long" : "short",
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value);
}
