package dev.kiln.export.data.table;

import dev.kiln.generation.card.ColumnType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a user says of columns, in place of what their values look like.
 *
 * @param types the types of some columns, by name; empty for a column that is left out
 */
public record ColumnWishes(Map<String, Optional<ColumnType>> types) {
  /** Nothing: every column's type is inferred. */
  public static final ColumnWishes NONE = new ColumnWishes(Map.of());

  private static final String SKIP = "skip";

  public ColumnWishes {
    types = Map.copyOf(types);
  }

  /**
   * Reads {@code age:integer,zip:categorical,id:skip}. A name may hold colons, but no comma.
   *
   * @throws IllegalArgumentException in one sentence, if it reads otherwise
   */
  public static ColumnWishes parse(String text) {
    Map<String, Optional<ColumnType>> types = new LinkedHashMap<>();
    for (String wish : text.split(",", -1)) {
      int colon = wish.lastIndexOf(':');
      String type = wish.substring(colon + 1).strip();
      Optional<ColumnType> known =
          Arrays.stream(ColumnType.values()).filter(t -> t.spelling().equals(type)).findFirst();
      if (colon < 1 || (known.isEmpty() && !type.equals(SKIP))) {
        throw new IllegalArgumentException(
            "--columns takes NAME:TYPE with commas between, TYPE one of "
                + Arrays.stream(ColumnType.values())
                    .map(ColumnType::spelling)
                    .collect(Collectors.joining(", "))
                + ", skip; was \""
                + wish
                + "\"");
      }
      types.put(wish.substring(0, colon).strip(), known);
    }
    return new ColumnWishes(types);
  }

  /** Whether the column is left out. */
  boolean skips(String column) {
    return types.containsKey(column) && types.get(column).isEmpty();
  }

  /** The type that a column must have, where the user says so. */
  Optional<ColumnType> type(String column) {
    return types.getOrDefault(column, Optional.empty());
  }

  /**
   * Checks that all the columns are there.
   *
   * @throws IllegalArgumentException if one is not
   */
  void check(String table, List<String> header) {
    Set<String> known = Set.copyOf(header);
    for (String column : types.keySet()) {
      if (!known.contains(column)) {
        throw new IllegalArgumentException(
            "--columns names \""
                + column
                + "\", "
                + table
                + " has the columns "
                + String.join(", ", header));
      }
    }
  }
}
