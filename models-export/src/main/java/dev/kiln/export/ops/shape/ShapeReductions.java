package dev.kiln.export.ops.shape;

import dev.kiln.export.ops.Reductions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Shapes of reductions. */
interface ShapeReductions extends Reductions<Dims>, Checking {
  @Override
  default Dims sum(Dims x, boolean keepDimensions, long... axes) {
    return reduced("sum", x, keepDimensions, axes);
  }

  @Override
  default Dims mean(Dims x, boolean keepDimensions, long... axes) {
    return reduced("mean", x, keepDimensions, axes);
  }

  @Override
  default Dims max(Dims x, boolean keepDimensions, long... axes) {
    return reduced("max", x, keepDimensions, axes);
  }

  @Override
  default Dims min(Dims x, boolean keepDimensions, long... axes) {
    return reduced("min", x, keepDimensions, axes);
  }

  @Override
  default Dims variance(Dims x, boolean keepDimensions, long... axes) {
    return reduced("variance", x, keepDimensions, axes);
  }

  @Override
  default Dims norm(Dims x, boolean keepDimensions, long... axes) {
    return reduced("norm", x, keepDimensions, axes);
  }

  @Override
  default Dims logSumExp(Dims x, boolean keepDimensions, long... axes) {
    return reduced("logSumExp", x, keepDimensions, axes);
  }

  @Override
  default Dims product(Dims x, boolean keepDimensions, long axis) {
    return reduced("product", x, keepDimensions, axis);
  }

  @Override
  default Dims argMax(Dims x, boolean keepDimensions, long axis) {
    return reduced("argMax", x, keepDimensions, axis).of(Element.WHOLE);
  }

  @Override
  default Dims argMin(Dims x, boolean keepDimensions, long axis) {
    return reduced("argMin", x, keepDimensions, axis).of(Element.WHOLE);
  }

  @Override
  default Dims cumulativeSum(Dims x, long axis) {
    Check check = check("cumulativeSum");
    check.axis(x, axis);
    return check.floats(x);
  }

  private Dims reduced(String operation, Dims x, boolean keepDimensions, long... axes) {
    Check check = check(operation);
    check.floats(x);
    check.require(axes.length > 0, "there is no axis to reduce");
    Set<Integer> gone = new HashSet<>();
    for (long axis : axes) {
      check.require(gone.add(check.axis(x, axis)), "axis " + axis + " stands there twice");
    }
    List<Size> sizes = new ArrayList<>();
    for (int i = 0; i < x.rank(); i++) {
      if (!gone.contains(i)) {
        sizes.add(x.size(i));
      } else if (keepDimensions) {
        sizes.add(Size.ONE);
      }
    }
    return x.with(sizes);
  }
}
