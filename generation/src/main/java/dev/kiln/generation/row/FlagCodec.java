package dev.kiln.generation.row;

import dev.kiln.generation.card.ColumnSpec;

/** True is 1 and false is -1. */
final class FlagCodec implements ColumnCodec {

  private final String name;

  FlagCodec(ColumnSpec column) {
    this.name = column.name();
  }

  @Override
  public Boolean typed(Object given) {
    if (given instanceof Boolean flag) {
      return flag;
    }
    throw new IllegalArgumentException(
        "column \"" + name + "\" must be true or false, was " + ColumnCodec.quoted(given));
  }

  @Override
  public void encode(Object value, float[] target, int at) {
    target[at] = (Boolean) value ? 1 : -1;
  }

  @Override
  public Boolean decode(float[] values, int at) {
    return values[at] > 0;
  }
}
