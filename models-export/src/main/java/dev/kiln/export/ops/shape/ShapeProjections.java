package dev.kiln.export.ops.shape;

import dev.kiln.export.ops.Convolution;
import dev.kiln.export.ops.Projections;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shapes of matrix products and convolutions. */
interface ShapeProjections extends Projections<Dims>, Checking {
  @Override
  default Dims matmul(Dims a, Dims b) {
    Check check = check("matmul");
    check.element(Element.FLOAT, "a", a);
    check.element(Element.FLOAT, "b", b);
    check.require(
        a.rank() >= 2 && b.rank() >= 2, "a " + a + " and b " + b + " need two dimensions or more");
    Size inner = b.size(b.rank() - 2);
    check.require(
        !a.last().contradicts(inner),
        "a " + a + " has " + a.last() + " columns, b " + b + " has " + inner + " rows");
    List<Size> sizes = new ArrayList<>(check.broadcast("a", leading(a), "b", leading(b)));
    sizes.add(a.size(a.rank() - 2));
    sizes.add(b.last());
    return a.with(sizes);
  }

  @Override
  default Dims linear(Dims x, Dims weight, @Nullable Dims bias) {
    Check check = check("linear");
    check.floats(x);
    check.rank(2, "weight", weight, "[out, in]");
    check.require(x.rank() >= 2, "x must be [N, ..., in], was " + x);
    check.require(
        !x.last().contradicts(weight.size(1)),
        "weight " + weight + " takes " + weight.size(1) + " numbers, x " + x + " has " + x.last());
    return biased(check, x.with(x.rank() - 1, weight.size(0)), weight.size(0), bias);
  }

  @Override
  default Dims conv1d(Dims x, Dims weight, @Nullable Dims bias, Convolution how) {
    Check check = check("conv1d");
    return biased(check, check.convolved(x, weight, how, 3), weight.size(0), bias);
  }

  @Override
  default Dims conv2d(Dims x, Dims weight, @Nullable Dims bias, Convolution how) {
    Check check = check("conv2d");
    return biased(check, check.convolved(x, weight, how, 4), weight.size(0), bias);
  }

  @Override
  default Dims convTranspose1d(Dims x, Dims weight, @Nullable Dims bias, Convolution how) {
    Check check = check("convTranspose1d");
    Dims result = check.transposed(x, weight, how, 3);
    return biased(check, result, result.size(1), bias);
  }

  @Override
  default Dims convTranspose2d(Dims x, Dims weight, @Nullable Dims bias, Convolution how) {
    Check check = check("convTranspose2d");
    Dims result = check.transposed(x, weight, how, 4);
    return biased(check, result, result.size(1), bias);
  }

  private static Dims leading(Dims matrices) {
    return matrices.with(matrices.sizes().subList(0, matrices.rank() - 2));
  }

  private static Dims biased(Check check, Dims result, Size channels, @Nullable Dims bias) {
    if (bias != null) {
      check.vector("bias", bias, channels, result);
    }
    return result;
  }
}
