package dev.kiln.connect.sample;

import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.ConditionKind;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.request.GenerationSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a sample is drawn under: values by name, as settings and records give them. A name is a
 * condition of the generator, or a column where the generator takes some columns of a row.
 *
 * @param values from name to value, in the order in which they were given
 */
public record Ask(Map<String, String> values) {

  /** No conditions at all. */
  public static final Ask NOTHING = new Ask(Map.of());

  public Ask {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** These values and others, which take precedence. */
  public Ask with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(values);
    all.putAll(more);
    return new Ask(all);
  }

  /**
   * A request under these conditions.
   *
   * @throws IllegalArgumentException in one sentence, if the generator takes no such condition, or
   *     a column not such a value
   */
  public GenerationSpec applyTo(GenerationSpec spec, GeneratorCard card) {
    Map<String, String> conditions = new LinkedHashMap<>();
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          Optional<ColumnSpec> column = column(card, name);
          if (isCondition(card, name)) {
            conditions.put(name, value);
          } else if (column.isPresent()) {
            row.put(name, ColumnText.read(column.get(), value));
          } else {
            throw new IllegalArgumentException(
                card.name() + " takes no \"" + name + "\", it takes " + allowed(card));
          }
        });
    return spec.withConditions(conditions).withRow(row);
  }

  /** What can be given to a generator: its conditions, and its columns where it takes some. */
  public static List<String> names(GeneratorCard card) {
    List<String> names = new ArrayList<>();
    for (ConditionSpec condition : card.conditions()) {
      if (condition.kind() == ConditionKind.ROW) {
        card.sample().columns().forEach(column -> names.add(column.name()));
      } else {
        names.add(condition.name());
      }
    }
    return names;
  }

  private static String allowed(GeneratorCard card) {
    List<String> names = names(card);
    return names.isEmpty() ? "no conditions" : String.join(", ", names);
  }

  private static boolean isCondition(GeneratorCard card, String name) {
    return card.condition(name).filter(c -> c.kind() != ConditionKind.ROW).isPresent();
  }

  private static Optional<ColumnSpec> column(GeneratorCard card, String name) {
    return card.takesRow()
        ? card.sample().columns().stream().filter(c -> c.name().equals(name)).findFirst()
        : Optional.empty();
  }
}
