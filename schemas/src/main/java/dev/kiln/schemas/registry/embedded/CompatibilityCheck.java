package dev.kiln.schemas.registry.embedded;

import dev.kiln.schemas.registry.Compatibility;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** Whether a schema may follow earlier ones. Pure. */
final class CompatibilityCheck {
  private CompatibilityCheck() {}

  /**
   * What stands against it; empty if nothing does.
   *
   * @param earlier oldest first
   */
  static List<String> problems(Compatibility level, List<Schema> earlier, Schema next) {
    List<Schema> against =
        switch (level) {
          case NONE -> List.of();
          case BACKWARD, FORWARD, FULL ->
              earlier.subList(Math.max(0, earlier.size() - 1), earlier.size());
          case BACKWARD_TRANSITIVE, FORWARD_TRANSITIVE, FULL_TRANSITIVE -> earlier;
        };
    List<String> problems = new ArrayList<>();
    for (Schema old : against) {
      if (readsOlder(level)) {
        problems.addAll(cannotRead(next, old));
      }
      if (readsNewer(level)) {
        problems.addAll(cannotRead(old, next));
      }
    }
    return problems;
  }

  private static boolean readsOlder(Compatibility level) {
    return switch (level) {
      case BACKWARD, BACKWARD_TRANSITIVE, FULL, FULL_TRANSITIVE -> true;
      case NONE, FORWARD, FORWARD_TRANSITIVE -> false;
    };
  }

  private static boolean readsNewer(Compatibility level) {
    return switch (level) {
      case FORWARD, FORWARD_TRANSITIVE, FULL, FULL_TRANSITIVE -> true;
      case NONE, BACKWARD, BACKWARD_TRANSITIVE -> false;
    };
  }

  private static List<String> cannotRead(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities()
        .stream()
        .map(CompatibilityCheck::inWords)
        .toList();
  }

  private static String inWords(Incompatibility problem) {
    return "%s at %s: %s".formatted(problem.getType(), problem.getLocation(), problem.getMessage());
  }
}
