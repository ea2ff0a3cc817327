package dev.kiln.export.ops.shape;

import dev.kiln.export.ops.Pooling;
import dev.kiln.export.ops.Resampling;

/** Shapes of images made smaller or larger. */
interface ShapeResampling extends Resampling<Dims>, Checking {
  @Override
  default Dims maxPool1d(Dims x, Pooling how) {
    Check check = check("maxPool1d");
    check.rank(3, "x", x, "[N, C, L]");
    Dims result = check.floats(x);
    for (int i = 2; i < 3; i++) {
      result =
          result.with(i, check.walked(x, x.size(i), how.window(), how.stride(), how.padding()));
    }
    return result;
  }

  @Override
  default Dims maxPool2d(Dims x, Pooling how) {
    Check check = check("maxPool2d");
    check.rank(4, "x", x, "[N, C, H, W]");
    Dims result = check.floats(x);
    for (int i = 2; i < 4; i++) {
      result =
          result.with(i, check.walked(x, x.size(i), how.window(), how.stride(), how.padding()));
    }
    return result;
  }

  @Override
  default Dims averagePool1d(Dims x, Pooling how) {
    Check check = check("averagePool1d");
    check.rank(3, "x", x, "[N, C, L]");
    Dims result = check.floats(x);
    for (int i = 2; i < 3; i++) {
      result =
          result.with(i, check.walked(x, x.size(i), how.window(), how.stride(), how.padding()));
    }
    return result;
  }

  @Override
  default Dims averagePool2d(Dims x, Pooling how) {
    Check check = check("averagePool2d");
    check.rank(4, "x", x, "[N, C, H, W]");
    Dims result = check.floats(x);
    for (int i = 2; i < 4; i++) {
      result =
          result.with(i, check.walked(x, x.size(i), how.window(), how.stride(), how.padding()));
    }
    return result;
  }

  @Override
  default Dims adaptiveAveragePool(Dims x, long height, long width) {
    return resized("adaptiveAveragePool", x, height, width);
  }

  @Override
  default Dims globalAveragePool(Dims x) {
    return image("globalAveragePool", x).with(2, Size.ONE).with(3, Size.ONE);
  }

  @Override
  default Dims upsampleNearest(Dims x, long factor) {
    return enlarged("upsampleNearest", x, factor);
  }

  @Override
  default Dims upsampleBilinear(Dims x, long factor) {
    return enlarged("upsampleBilinear", x, factor);
  }

  @Override
  default Dims resizeNearest(Dims x, long height, long width) {
    return resized("resizeNearest", x, height, width);
  }

  @Override
  default Dims resizeBilinear(Dims x, long height, long width) {
    check("resizeBilinear")
        .require(height > 0 && width > 0, "there is no image of " + height + " by " + width);
    return image("resizeBilinear", x).with(2, Size.of(height)).with(3, Size.of(width));
  }

  @Override
  default Dims pixelShuffle(Dims x, long factor) {
    Dims larger = enlarged("pixelShuffle", x, factor);
    return larger.with(1, share("pixelShuffle", x, x.size(1), factor * factor));
  }

  @Override
  default Dims pixelUnshuffle(Dims x, long factor) {
    Check check = check("pixelUnshuffle");
    check.require(factor > 0, "the factor must be at least 1, was " + factor);
    Dims result = image("pixelUnshuffle", x).with(1, x.size(1).times(Size.of(factor * factor)));
    for (int i = 2; i < 4; i++) {
      result = result.with(i, share("pixelUnshuffle", x, x.size(i), factor));
    }
    return result;
  }

  private Size share(String operation, Dims x, Size size, long by) {
    check(operation)
        .require(
            !size.known() || size.factor() % by == 0,
            size + " of x " + x + " does not divide by " + by);
    return size.floorDividedBy(by);
  }

  private Dims image(String operation, Dims x) {
    check(operation).rank(4, "x", x, "[N, C, H, W]");
    return check(operation).floats(x);
  }

  private Dims enlarged(String operation, Dims x, long factor) {
    check(operation).require(factor > 0, "the factor must be at least 1, was " + factor);
    Size by = Size.of(factor);
    return image(operation, x).with(2, x.size(2).times(by)).with(3, x.size(3).times(by));
  }

  private Dims resized(String operation, Dims x, long height, long width) {
    Check check = check(operation);
    Dims image = image(operation, x);
    check.require(
        image.size(2).known() && image.size(3).known(),
        "height and width of x " + x + " must be known numbers");
    check.require(height > 0 && width > 0, "there is no image of " + height + " by " + width);
    return image.with(2, Size.of(height)).with(3, Size.of(width));
  }
}
