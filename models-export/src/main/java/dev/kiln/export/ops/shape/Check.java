package dev.kiln.export.ops.shape;

import dev.kiln.export.ops.Convolution;
import dev.kiln.export.ops.NetworkException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What several operations ask of their inputs, with the sentence if it is not so. */
record Check(String operation, String place) {

  NetworkException fail(String reason) {
    return NetworkException.at(operation, place, reason);
  }

  void require(boolean holds, String reason) {
    if (!holds) {
      throw fail(reason);
    }
  }

  void element(Element expected, String name, Dims value) {
    require(
        value.element() == expected,
        name + " " + value + " holds " + value.element() + ", expected " + expected);
  }

  Dims floats(Dims x) {
    element(Element.FLOAT, "x", x);
    return x;
  }

  void rank(int expected, String name, Dims value, String form) {
    require(value.rank() == expected, name + " must be " + form + ", was " + value);
  }

  int axis(Dims x, long axis) {
    int at = Math.toIntExact(axis < 0 ? axis + x.rank() : axis);
    require(
        at >= 0 && at < x.rank(),
        "there is no axis " + axis + " in x " + x + ", which has " + x.rank() + " dimensions");
    return at;
  }

  void vector(String name, Dims value, Size length, Dims x) {
    require(
        value.rank() == 1 && !value.size(0).contradicts(length),
        name + " " + value + " must be [" + length + "], as x " + x + " asks for");
  }

  /** The shape to which both are broadcast. */
  List<Size> broadcast(String firstName, Dims a, String secondName, Dims b) {
    List<Size> result = new ArrayList<>();
    for (int i = 1; i <= Math.max(a.rank(), b.rank()); i++) {
      Size left = i > a.rank() ? Size.ONE : a.size(a.rank() - i);
      Size right = i > b.rank() ? Size.ONE : b.size(b.rank() - i);
      if (left.is(1) || right.is(1)) {
        result.add(left.is(1) ? right : left);
      } else {
        require(
            !left.contradicts(right),
            firstName
                + " "
                + a
                + " and "
                + secondName
                + " "
                + b
                + " do not go together: "
                + left
                + " is neither "
                + right
                + " nor 1");
        result.add(left.or(right));
      }
    }
    Collections.reverse(result);
    return result;
  }

  /** The size after a window has walked. */
  Size walked(Dims x, Size size, long window, long stride, long padding) {
    Size result = size.plus(2 * padding - window).floorDividedBy(stride).plus(1);
    if (!size.known() && stride == 1) {
      result = size.plus(2 * padding - window + 1);
    }
    require(
        !result.known() || result.factor() > 0,
        "a window of " + window + " does not fit into x " + x + " with padding " + padding);
    return result;
  }

  /** The sizes of an image or a signal after a convolution. */
  Dims convolved(Dims x, Dims weight, Convolution how, int rank) {
    String form = rank == 3 ? "[N, C, L]" : "[N, C, H, W]";
    floats(x);
    rank(rank, "x", x, form);
    rank(rank, "weight", weight, rank == 3 ? "[out, in, k]" : "[out, in, k, k]");
    long takes = weight.size(1).factor() * how.groups();
    channels(x, weight, takes);
    long out = weight.size(0).factor();
    require(
        out % how.groups() == 0,
        "weight "
            + weight
            + " gives "
            + out
            + " channels, which do not split into "
            + how.groups()
            + " groups");
    Dims result = x.with(1, weight.size(0));
    for (int i = 2; i < rank; i++) {
      long reach = how.dilation() * (weight.size(i).factor() - 1) + 1;
      result = result.with(i, walked(x, x.size(i), reach, how.stride(), how.padding()));
    }
    return result;
  }

  /** The sizes of an image or a signal after a transposed convolution. */
  Dims transposed(Dims x, Dims weight, Convolution how, int rank) {
    floats(x);
    rank(rank, "x", x, rank == 3 ? "[N, C, L]" : "[N, C, H, W]");
    rank(rank, "weight", weight, rank == 3 ? "[in, out, k]" : "[in, out, k, k]");
    channels(x, weight, weight.size(0).factor());
    require(
        weight.size(0).factor() % how.groups() == 0,
        "weight " + weight + " takes channels that do not split into " + how.groups() + " groups");
    Dims result = x.with(1, Size.of(weight.size(1).factor() * how.groups()));
    for (int i = 2; i < rank; i++) {
      long reach = how.dilation() * (weight.size(i).factor() - 1) + 1 + how.extra();
      Size size =
          x.size(i).known()
              ? Size.of((x.size(i).factor() - 1) * how.stride() - 2 * how.padding() + reach)
              : x.size(i)
                  .times(Size.of(how.stride()))
                  .plus(reach - how.stride() - 2 * how.padding());
      require(!size.known() || size.factor() > 0, "nothing is left of x " + x);
      result = result.with(i, size);
    }
    return result;
  }

  private void channels(Dims x, Dims weight, long takes) {
    require(
        !x.size(1).contradicts(Size.of(takes)),
        "weight " + weight + " takes " + takes + " channels, x " + x + " has " + x.size(1));
  }
}
