package dev.kiln.export.ops.shape;

import dev.kiln.export.ops.Normalisations;
import org.jspecify.annotations.Nullable;

/** Shapes of normalisations, which stay. */
interface ShapeNormalisations extends Normalisations<Dims>, Checking {
  @Override
  default Dims batchNorm(Dims x, Dims weight, Dims bias, Dims runningMean, Dims runningVariance) {
    Check check = check("batchNorm");
    check.require(x.rank() >= 2, "x must be [N, C, ...], was " + x);
    check.vector("runningMean", runningMean, x.size(1), x);
    check.vector("runningVariance", runningVariance, x.size(1), x);
    return scaled(check, x, 1, weight, bias);
  }

  @Override
  default Dims batchNormOfBatch(Dims x, Dims weight, Dims bias) {
    Check check = check("batchNormOfBatch");
    check.require(x.rank() >= 2, "x must be [N, C, ...], was " + x);
    return scaled(check, x, 1, weight, bias);
  }

  @Override
  default Dims layerNorm(Dims x, Dims weight, Dims bias) {
    return scaled(check("layerNorm"), x, x.rank() - 1, weight, bias);
  }

  @Override
  default Dims groupNorm(Dims x, long groups, Dims weight, Dims bias) {
    Check check = check("groupNorm");
    check.require(x.rank() >= 3, "x must be [N, C, ...] with places beside the channels, was " + x);
    check.require(
        groups > 0 && x.size(1).dividedBy(Size.of(groups)).isPresent(),
        x.size(1) + " channels of x " + x + " do not split into " + groups + " groups");
    return scaled(check, x, 1, weight, bias);
  }

  @Override
  default Dims instanceNorm(Dims x, Dims weight, Dims bias) {
    Check check = check("instanceNorm");
    check.require(x.rank() >= 3, "x must be [N, C, ...] with places beside the channels, was " + x);
    return scaled(check, x, 1, weight, bias);
  }

  @Override
  default Dims rmsNorm(Dims x, Dims weight) {
    return scaled(check("rmsNorm"), x, x.rank() - 1, weight, null);
  }

  @Override
  default Dims dropout(Dims x, double probability) {
    Check check = check("dropout");
    check.require(
        probability >= 0 && probability < 1,
        "the probability must be from 0 to below 1, was " + probability);
    return check.floats(x);
  }

  @Override
  default Dims dropoutAlways(Dims x, double probability) {
    Check check = check("dropoutAlways");
    check.require(
        probability >= 0 && probability < 1,
        "the probability must be from 0 to below 1, was " + probability);
    return check.floats(x);
  }

  private static Dims scaled(Check check, Dims x, int axis, Dims weight, @Nullable Dims bias) {
    check.floats(x);
    check.vector("weight", weight, x.size(axis), x);
    if (bias != null) {
      check.vector("bias", bias, x.size(axis), x);
    }
    return x;
  }
}
