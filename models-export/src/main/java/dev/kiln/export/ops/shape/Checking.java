package dev.kiln.export.ops.shape;

/** The rooms of {@link ShapeOps} share where they are. */
interface Checking {
  /** What an operation at this place asks. */
  Check check(String operation);
}
