package dev.kiln.generation.row;

import dev.kiln.generation.card.ColumnSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One place a category: 1 at the value's own, -1 at the others. The largest place wins. */
final class CategoryCodec implements ColumnCodec {

  private static final int SHOWN = 12;

  private final String name;
  private final List<String> categories;
  private final Map<String, Integer> places = new HashMap<>();

  CategoryCodec(ColumnSpec column) {
    this.name = column.name();
    this.categories = column.categories();
    for (int i = 0; i < categories.size(); i++) {
      places.put(categories.get(i), i);
    }
  }

  /** A number or a flag stands for the category that is written like it. */
  @Override
  public String typed(Object given) {
    String text = given.toString();
    if (places.containsKey(text)) {
      return text;
    }
    String more = categories.size() > SHOWN ? " and " + (categories.size() - SHOWN) + " more" : "";
    throw new IllegalArgumentException(
        "column \""
            + name
            + "\" must be one of "
            + String.join(", ", categories.subList(0, Math.min(SHOWN, categories.size())))
            + more
            + ", was "
            + ColumnCodec.quoted(given));
  }

  @Override
  public void encode(Object value, float[] target, int at) {
    Integer place = places.get((String) value);
    for (int i = 0; i < categories.size(); i++) {
      target[at + i] = place != null && place == i ? 1 : -1;
    }
  }

  @Override
  public String decode(float[] values, int at) {
    int best = 0;
    for (int i = 1; i < categories.size(); i++) {
      if (values[at + i] > values[at + best]) {
        best = i;
      }
    }
    return categories.get(best);
  }
}
