package dev.kiln.export.ops.shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is known of a value before it runs.
 *
 * @param element what its entries are
 * @param sizes its dimensions, outermost first
 */
public record Dims(Element element, List<Size> sizes) {
  public Dims {
    sizes = List.copyOf(sizes);
  }

  /** Floats of a known shape. */
  public static Dims floats(long... shape) {
    return new Dims(Element.FLOAT, Arrays.stream(shape).mapToObj(Size::of).toList());
  }

  /**
   * An input of a network: the batch N, then the sizes of a row.
   *
   * @param row a number for each dimension, or -1 for one that is open
   * @param open a name for each -1
   */
  public static Dims input(Element element, List<String> open, long... row) {
    List<Size> sizes = new ArrayList<>();
    sizes.add(Size.open("N"));
    int next = 0;
    for (long size : row) {
      sizes.add(size < 0 ? Size.open(open.get(next++)) : Size.of(size));
    }
    return new Dims(element, sizes);
  }

  /** How many dimensions. */
  public int rank() {
    return sizes.size();
  }

  /** A dimension's size. */
  public Size size(int axis) {
    return sizes.get(axis);
  }

  /** The last dimension's size. */
  public Size last() {
    return sizes.get(sizes.size() - 1);
  }

  /** How many entries. */
  public Size count() {
    return sizes.stream().reduce(Size.ONE, Size::times);
  }

  /** Whether every size is a number. */
  public boolean known() {
    return sizes.stream().allMatch(Size::known);
  }

  /** The shape, where every size is a number. */
  public long[] shape() {
    return sizes.stream().mapToLong(Size::factor).toArray();
  }

  /** Whether the two cannot be the same value's: other entries, or sizes that are never equal. */
  public boolean contradicts(Dims other) {
    boolean differs = element != other.element || rank() != other.rank();
    for (int i = 0; !differs && i < rank(); i++) {
      differs = size(i).contradicts(other.size(i));
    }
    return differs;
  }

  Dims of(Element other) {
    return new Dims(other, sizes);
  }

  Dims with(List<Size> other) {
    return new Dims(element, other);
  }

  Dims with(int axis, Size size) {
    List<Size> changed = new ArrayList<>(sizes);
    changed.set(axis, size);
    return with(changed);
  }

  Dims without(int axis) {
    List<Size> changed = new ArrayList<>(sizes);
    changed.remove(axis);
    return with(changed);
  }

  /** {@code [N, 48, 28, 28]}. */
  @Override
  public String toString() {
    return sizes.toString();
  }
}
