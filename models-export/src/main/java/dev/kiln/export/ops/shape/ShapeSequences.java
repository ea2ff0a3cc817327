package dev.kiln.export.ops.shape;

import dev.kiln.export.ops.Sequences;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shapes of tokens and sequences. */
interface ShapeSequences extends Sequences<Dims>, Checking {
  @Override
  default Dims embedding(Dims indices, Dims table) {
    Check check = check("embedding");
    check.element(Element.WHOLE, "indices", indices);
    check.rank(2, "table", table, "[count, width]");
    List<Size> sizes = new ArrayList<>(indices.sizes());
    sizes.add(table.size(1));
    return table.with(sizes);
  }

  @Override
  default Dims nearest(Dims x, Dims table) {
    Check check = check("nearest");
    check.floats(x);
    check.rank(2, "table", table, "[count, width]");
    check.require(x.rank() >= 2, "x must be [N, ..., width], was " + x);
    check.require(
        !x.last().contradicts(table.size(1)),
        "the codes of table "
            + table
            + " have "
            + table.size(1)
            + " numbers, x "
            + x
            + " has "
            + x.last());
    return x.without(x.rank() - 1).of(Element.WHOLE);
  }

  @Override
  default Dims attention(Dims query, Dims key, Dims value, @Nullable Dims keyMask, boolean causal) {
    Check check = check("attention");
    check.floats(query);
    check.rank(4, "query", query, "[N, heads, L, d]");
    check.rank(4, "key", key, "[N, heads, S, d]");
    check.rank(4, "value", value, "[N, heads, S, e]");
    for (int axis : new int[] {0, 1, 3}) {
      same(check, "query", query, "key", key, axis);
    }
    for (int axis : new int[] {0, 1, 2}) {
      same(check, "key", key, "value", value, axis);
    }
    if (causal) {
      check.require(
          !query.size(2).contradicts(key.size(2)),
          "causal attention needs as many queries as keys, query is " + query + ", key " + key);
    }
    if (keyMask != null) {
      check.element(Element.TRUTH, "keyMask", keyMask);
      check.require(
          keyMask.rank() == 2
              && !keyMask.size(0).contradicts(key.size(0))
              && !keyMask.size(1).contradicts(key.size(2)),
          "keyMask "
              + keyMask
              + " must be ["
              + key.size(0)
              + ", "
              + key.size(2)
              + "], as key "
              + key
              + " asks for");
    }
    return query.with(3, value.size(3));
  }

  private static void same(
      Check check, String firstName, Dims a, String secondName, Dims b, int axis) {
    check.require(
        !a.size(axis).contradicts(b.size(axis)),
        firstName + " " + a + " and " + secondName + " " + b + " differ in axis " + axis);
  }

  @Override
  default Dims lstm(Dims x, Dims weight, Dims recurrence, Dims bias) {
    return recurrent(check("lstm"), 4, x, weight, recurrence, bias);
  }

  @Override
  default Dims gru(Dims x, Dims weight, Dims recurrence, Dims bias) {
    return recurrent(check("gru"), 3, x, weight, recurrence, bias);
  }

  private static Dims recurrent(
      Check check, long gates, Dims x, Dims weight, Dims recurrence, Dims bias) {
    check.floats(x);
    check.rank(3, "x", x, "[N, L, in]");
    check.rank(3, "recurrence", recurrence, "[1, " + gates + " hidden, hidden]");
    long hidden = recurrence.size(2).factor();
    shaped(check, "recurrence", recurrence, Size.ONE, Size.of(gates * hidden), Size.of(hidden));
    shaped(check, "weight", weight, Size.ONE, Size.of(gates * hidden), x.size(2));
    shaped(check, "bias", bias, Size.ONE, Size.of(2 * gates * hidden));
    return x.with(2, Size.of(hidden));
  }

  private static void shaped(Check check, String name, Dims value, Size... sizes) {
    boolean fits = value.rank() == sizes.length;
    for (int i = 0; fits && i < sizes.length; i++) {
      fits = !value.size(i).contradicts(sizes[i]);
    }
    check.require(fits, name + " must be " + List.of(sizes) + ", was " + value);
  }
}
