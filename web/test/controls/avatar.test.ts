import { expect, it } from "vitest";
import { hueOf } from "../../src/controls/Avatar";
import { seeded } from "../world/random";

it("ids that begin alike are spread evenly over all hues", () => {
  const random = seeded(1);
  const counts = Array.from({ length: 12 }, () => 0);
  for (let i = 0; i < 12_000; i++) {
    const tail = Array.from({ length: 20 }, () => Math.floor(random() * 16).toString(16)).join("");
    const hue = hueOf(`01a1f943dc43${tail}`);
    counts[hue] = (counts[hue] ?? Number.NaN) + 1;
  }
  expect(Math.min(...counts)).toBeGreaterThan(800);
  expect(Math.max(...counts)).toBeLessThan(1_200);
});
