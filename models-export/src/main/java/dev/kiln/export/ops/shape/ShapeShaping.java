package dev.kiln.export.ops.shape;

import dev.kiln.export.ops.Shaping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/** Shapes of reshaping, joining and picking. */
interface ShapeShaping extends Shaping<Dims>, Checking {
  @Override
  default Dims reshape(Dims x, long... shape) {
    Check check = check("reshape");
    String wish = "x " + x + " cannot become " + Arrays.toString(shape);
    List<Size> sizes = new ArrayList<>();
    Size rest = Size.ONE;
    int open = -1;
    for (int i = 0; i < shape.length; i++) {
      check.require(
          shape[i] != 0 || i < x.rank(), wish + ": there is no dimension " + i + " to keep");
      check.require(shape[i] >= -1, wish + ": " + shape[i] + " is no size");
      check.require(shape[i] != -1 || open < 0, wish + ": -1 stands there twice");
      open = shape[i] == -1 ? i : open;
      Size size = shape[i] == 0 ? x.size(i) : Size.of(Math.max(1, shape[i]));
      sizes.add(size);
      rest = rest.times(size);
    }
    Size count = x.count();
    if (open >= 0) {
      Size given = rest;
      sizes.set(
          open,
          count
              .dividedBy(given)
              .orElseThrow(() -> check.fail(wish + ": " + count + " does not divide by " + given)));
    } else {
      check.require(!rest.contradicts(count), wish + ": it has " + count + " entries, not " + rest);
    }
    return x.with(sizes);
  }

  @Override
  default Dims flatten(Dims x, long fromAxis) {
    int from = check("flatten").axis(x, fromAxis);
    List<Size> sizes = new ArrayList<>(x.sizes().subList(0, from));
    sizes.add(x.sizes().subList(from, x.rank()).stream().reduce(Size.ONE, Size::times));
    return x.with(sizes);
  }

  @Override
  default Dims squeeze(Dims x, long axis) {
    Check check = check("squeeze");
    int at = check.axis(x, axis);
    check.require(x.size(at).is(1), "axis " + axis + " of x " + x + " is not 1");
    return x.without(at);
  }

  @Override
  default Dims unsqueeze(Dims x, long axis) {
    int at = Math.toIntExact(axis < 0 ? axis + x.rank() + 1 : axis);
    check("unsqueeze")
        .require(
            at >= 0 && at <= x.rank(), "there is no axis " + axis + " in the result of x " + x);
    List<Size> sizes = new ArrayList<>(x.sizes());
    sizes.add(at, Size.ONE);
    return x.with(sizes);
  }

  @Override
  default Dims transpose(Dims x, long... order) {
    long[] sorted = order.clone();
    Arrays.sort(sorted);
    check("transpose")
        .require(
            Arrays.equals(sorted, LongStream.range(0, x.rank()).toArray()),
            Arrays.toString(order) + " is no order of the axes of x " + x);
    return x.with(Arrays.stream(order).mapToObj(axis -> x.size((int) axis)).toList());
  }

  @Override
  default Dims expand(Dims x, long... shape) {
    Check check = check("expand");
    String wish = "x " + x + " cannot be expanded to " + Arrays.toString(shape);
    check.require(shape.length >= x.rank(), wish + ", which has fewer dimensions");
    int added = shape.length - x.rank();
    List<Size> sizes = new ArrayList<>();
    for (int i = 0; i < shape.length; i++) {
      Size old = i < added ? Size.ONE : x.size(i - added);
      check.require(
          shape[i] == -1 ? i >= added : old.is(1) || !old.contradicts(Size.of(shape[i])),
          wish + ": axis " + i + " is " + old);
      sizes.add(shape[i] == -1 ? old : Size.of(shape[i]));
    }
    return x.with(sizes);
  }

  @Override
  default Dims expandLike(Dims x, Dims other) {
    Check check = check("expandLike");
    List<Size> sizes = check.broadcast("x", x, "other", other);
    check.require(
        sizes.equals(other.sizes()),
        "x " + x + " cannot be expanded to the shape of other " + other);
    return x.with(sizes);
  }

  @Override
  default Dims tile(Dims x, long... repeats) {
    Check check = check("tile");
    check.require(
        repeats.length == x.rank(),
        Arrays.toString(repeats) + " must have a number for each dimension of x " + x);
    List<Size> sizes = new ArrayList<>();
    for (int i = 0; i < repeats.length; i++) {
      check.require(repeats[i] > 0, "a repeat must be at least 1, was " + repeats[i]);
      sizes.add(x.size(i).times(Size.of(repeats[i])));
    }
    return x.with(sizes);
  }

  @Override
  default Dims concat(long axis, List<Dims> parts) {
    Check check = check("concat");
    check.require(!parts.isEmpty(), "there is nothing to put together");
    Dims result = parts.get(0);
    int at = check.axis(result, axis);
    for (Dims part : parts.subList(1, parts.size())) {
      agree(check, result, part, at);
      List<Size> sizes = new ArrayList<>();
      for (int i = 0; i < part.rank(); i++) {
        Size size = result.size(i);
        sizes.add(i == at ? size.plus(part.size(i)) : size.or(part.size(i)));
      }
      result = result.with(sizes);
    }
    return result;
  }

  @Override
  default Dims stack(long axis, List<Dims> parts) {
    Check check = check("stack");
    check.require(!parts.isEmpty(), "there is nothing to stack");
    parts.forEach(part -> agree(check, parts.get(0), part, -1));
    Dims one = unsqueeze(parts.get(0), axis);
    int at = Math.toIntExact(axis < 0 ? axis + one.rank() : axis);
    return one.with(at, Size.of(parts.size()));
  }

  private static void agree(Check check, Dims first, Dims part, int except) {
    check.element(first.element(), "a part", part);
    boolean agrees = first.rank() == part.rank();
    for (int i = 0; agrees && i < first.rank(); i++) {
      agrees = i == except || !first.size(i).contradicts(part.size(i));
    }
    check.require(
        agrees,
        first + " and " + part + (except < 0 ? " differ" : " differ outside of axis " + except));
  }

  @Override
  default List<Dims> split(Dims x, long axis, int parts) {
    Check check = check("split");
    int at = check.axis(x, axis);
    check.require(
        parts > 0 && x.size(at).known() && x.size(at).factor() % parts == 0,
        "axis " + axis + " of x " + x + " does not split into " + parts + " equal parts");
    return Collections.nCopies(parts, x.with(at, Size.of(x.size(at).factor() / parts)));
  }

  @Override
  default Dims slice(Dims x, long axis, long start, long end) {
    Check check = check("slice");
    int at = check.axis(x, axis);
    Size size = x.size(at);
    if (!size.known()) {
      return x.with(at, openSlice(check, x, size, start, end));
    }
    long from = start < 0 ? start + size.factor() : start;
    long to = end == END ? size.factor() : end < 0 ? end + size.factor() : end;
    check.require(
        from >= 0 && from < to && to <= size.factor(),
        "there is no range from "
            + start
            + " to "
            + (end == END ? "the end" : end)
            + " in axis "
            + axis
            + " of x "
            + x);
    return x.with(at, Size.of(to - from));
  }

  private static Size openSlice(Check check, Dims x, Size size, long start, long end) {
    if (end == END) {
      return start < 0 ? Size.of(-start) : size.plus(-start);
    }
    check.require(
        start < 0 == end < 0 ? start < end : end < 0,
        "there is no range from " + start + " to " + end + " in " + size + " of x " + x);
    return start < 0 == end < 0 ? Size.of(end - start) : size.plus(end - start);
  }

  @Override
  default Dims pad(Dims x, long axis, long before, long after, double value) {
    Check check = check("pad");
    int at = check.axis(check.floats(x), axis);
    check.require(
        before >= 0 && after >= 0, "padding must be at least 0, was " + before + " and " + after);
    return x.with(at, x.size(at).plus(before + after));
  }

  @Override
  default Dims padReflect(Dims x, long margin) {
    Check check = check("padReflect");
    check.rank(4, "x", check.floats(x), "[N, C, H, W]");
    Dims result = x;
    for (int i = 2; i < 4; i++) {
      check.require(
          margin >= 0 && (!x.size(i).known() || margin < x.size(i).factor()),
          "a mirrored margin of " + margin + " must be smaller than the image x " + x);
      result = result.with(i, x.size(i).plus(2 * margin));
    }
    return result;
  }

  @Override
  default Dims take(Dims x, long axis, Dims indices) {
    Check check = check("take");
    check.element(Element.WHOLE, "indices", indices);
    int at = check.axis(x, axis);
    List<Size> sizes = new ArrayList<>(x.sizes().subList(0, at));
    sizes.addAll(indices.sizes());
    sizes.addAll(x.sizes().subList(at + 1, x.rank()));
    return x.with(sizes);
  }

  @Override
  default Dims gather(Dims x, long axis, Dims indices) {
    Check check = check("gather");
    check.element(Element.WHOLE, "indices", indices);
    int at = check.axis(x, axis);
    boolean agrees = x.rank() == indices.rank();
    for (int i = 0; agrees && i < x.rank(); i++) {
      agrees = i == at || !x.size(i).contradicts(indices.size(i));
    }
    check.require(agrees, "indices " + indices + " and x " + x + " differ outside of axis " + axis);
    return x.with(indices.sizes());
  }

  @Override
  default Dims oneHot(Dims indices, long count) {
    Check check = check("oneHot");
    check.element(Element.WHOLE, "indices", indices);
    check.require(count > 0, "the count must be at least 1, was " + count);
    List<Size> sizes = new ArrayList<>(indices.sizes());
    sizes.add(Size.of(count));
    return new Dims(Element.FLOAT, sizes);
  }

  @Override
  default Dims positions(Dims x, long axis) {
    return new Dims(Element.WHOLE, List.of(x.size(check("positions").axis(x, axis))));
  }
}
