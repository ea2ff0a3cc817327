package dev.kiln.generation.row;

import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.message.Sentence;

/** How the values of one column become numbers and come back. Pure; safe for many threads. */
interface ColumnCodec {

  /** The codec of a column. */
  static ColumnCodec of(ColumnSpec column) {
    return switch (column.type()) {
      case REAL, INTEGER -> new NumberCodec(column);
      case CATEGORICAL -> new CategoryCodec(column);
      case BOOLEAN -> new FlagCodec(column);
    };
  }

  /**
   * A value that somebody gives, as the column's own Java type.
   *
   * @throws IllegalArgumentException in one sentence, if the column does not take it
   */
  Object typed(Object given);

  /**
   * Writes a value of the column's own type into its places.
   *
   * @param at the first of them
   */
  void encode(Object value, float[] target, int at);

  /** The value that its places hold, whatever they hold. */
  Object decode(float[] values, int at);

  /** How a message quotes what it was given. */
  static String quoted(Object given) {
    return given instanceof CharSequence
        ? Sentence.quoted(given.toString())
        : String.valueOf(given);
  }
}
