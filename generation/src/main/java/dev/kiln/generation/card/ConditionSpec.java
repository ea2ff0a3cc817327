package dev.kiln.generation.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition that a generator takes.
 *
 * @param name the name under which a request gives it
 * @param kind what it is
 * @param classes for a label: the names of the classes, in the order of their indices
 * @param text for a text: how it becomes numbers
 * @param required whether a request must give it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ConditionSpec(
    String name,
    ConditionKind kind,
    List<String> classes,
    @Nullable TextSpec text,
    boolean required) {

  public ConditionSpec {
    Require.name("conditions.name", name);
    Require.present("conditions.kind", kind);
    classes = classes == null ? List.of() : List.copyOf(classes);
    if (kind == ConditionKind.LABEL && classes.isEmpty()) {
      throw new IllegalArgumentException("condition " + name + " is a label without classes");
    }
    if (new HashSet<>(classes).size() != classes.size()) {
      throw new IllegalArgumentException("condition " + name + " names a class twice: " + classes);
    }
    if ((kind == ConditionKind.TEXT) != (text != null)) {
      throw new IllegalArgumentException(
          "condition "
              + name
              + ": a text says how it becomes numbers (text), and nothing else does");
    }
  }

  /** A condition that is not a text. */
  public ConditionSpec(String name, ConditionKind kind, List<String> classes, boolean required) {
    this(name, kind, classes, null, required);
  }

  /** A text. */
  public static ConditionSpec text(String name, TextSpec text, boolean required) {
    return new ConditionSpec(name, ConditionKind.TEXT, List.of(), text, required);
  }
}
