package dev.kiln.generation.card;

import java.util.HashSet;
import java.util.List;

/**
 * A condition that a generator takes.
 *
 * @param name the name under which a request gives it
 * @param kind what it is
 * @param classes for a label: the names of the classes, in the order of their indices
 * @param required whether a request must give it
 */
public record ConditionSpec(
    String name, ConditionKind kind, List<String> classes, boolean required) {

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
  }
}
