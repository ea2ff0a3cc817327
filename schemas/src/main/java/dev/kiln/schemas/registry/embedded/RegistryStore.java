package dev.kiln.schemas.registry.embedded;

import dev.kiln.schemas.registry.Compatibility;
import dev.kiln.schemas.registry.RegisteredSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Subjects, versions and ids in memory. Every method holds the lock: safe for many threads. */
final class RegistryStore {
  private final Map<String, List<RegisteredSchema>> subjects = new TreeMap<>();
  private final Map<Schema, Integer> ids = new LinkedHashMap<>();
  private final Map<Integer, Schema> schemas = new TreeMap<>();
  private final Map<String, Compatibility> levels = new TreeMap<>();
  private Compatibility defaultLevel = Compatibility.BACKWARD;

  /** The id of the schema; the same schema has the same id in every subject. */
  synchronized int register(String subject, String text) throws RegistryError {
    Schema schema = parsed(text);
    List<RegisteredSchema> versions = subjects.getOrDefault(subject, List.of());
    for (RegisteredSchema version : versions) {
      if (version.schema().equals(schema)) {
        return version.id();
      }
    }
    List<String> problems = problems(subject, versions, schema);
    if (!problems.isEmpty()) {
      throw RegistryError.incompatible(String.join("; ", problems));
    }
    Integer known = ids.get(schema);
    int id = known == null ? ids.size() + 1 : known;
    ids.put(schema, id);
    schemas.put(id, schema);
    List<RegisteredSchema> extended = new ArrayList<>(versions);
    extended.add(new RegisteredSchema(subject, versions.size() + 1, id, schema));
    subjects.put(subject, List.copyOf(extended));
    return id;
  }

  synchronized RegisteredSchema lookUp(String subject, String text) throws RegistryError {
    Schema schema = parsed(text);
    return versions(subject).stream()
        .filter(version -> version.schema().equals(schema))
        .findFirst()
        .orElseThrow(() -> RegistryError.unknownSchema("Schema"));
  }

  synchronized Schema byId(int id) throws RegistryError {
    Schema schema = schemas.get(id);
    if (schema == null) {
      throw RegistryError.unknownSchema("Schema " + id);
    }
    return schema;
  }

  synchronized List<String> subjects() {
    return List.copyOf(subjects.keySet());
  }

  synchronized List<RegisteredSchema> versions(String subject) throws RegistryError {
    List<RegisteredSchema> versions = subjects.get(subject);
    if (versions == null) {
      throw RegistryError.unknownSubject(subject);
    }
    return versions;
  }

  /**
   * @param version a number from 1, or {@code latest}
   */
  synchronized RegisteredSchema version(String subject, String version) throws RegistryError {
    List<RegisteredSchema> versions = versions(subject);
    int number = version.equals("latest") ? versions.size() : number(version);
    if (number > versions.size()) {
      throw RegistryError.unknownVersion(version);
    }
    return versions.get(number - 1);
  }

  /** What stands against a schema as the next after one version. */
  synchronized List<String> problems(String subject, String version, String text)
      throws RegistryError {
    Schema schema = parsed(text);
    return problems(subject, List.of(version(subject, version)), schema);
  }

  /** What stands against a schema as the subject's next version. */
  synchronized List<String> problems(String subject, String text) throws RegistryError {
    return problems(subject, subjects.getOrDefault(subject, List.of()), parsed(text));
  }

  private List<String> problems(String subject, List<RegisteredSchema> versions, Schema schema) {
    return CompatibilityCheck.problems(
        levels.getOrDefault(subject, defaultLevel),
        versions.stream().map(RegisteredSchema::schema).toList(),
        schema);
  }

  /** The default for a null subject. */
  synchronized Compatibility level(@Nullable String subject, boolean orDefault)
      throws RegistryError {
    if (subject == null) {
      return defaultLevel;
    }
    Compatibility level = levels.get(subject);
    if (level == null && !orDefault) {
      throw RegistryError.noSubjectConfig(subject);
    }
    return level == null ? defaultLevel : level;
  }

  synchronized void setLevel(@Nullable String subject, String name) throws RegistryError {
    Compatibility level;
    try {
      level = Compatibility.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw RegistryError.invalidCompatibility(name);
    }
    if (subject == null) {
      defaultLevel = level;
    } else {
      levels.put(subject, level);
    }
  }

  private static int number(String version) throws RegistryError {
    int number;
    try {
      number = Integer.parseInt(version);
    } catch (NumberFormatException e) {
      throw RegistryError.invalidVersion(version);
    }
    if (number < 1) {
      throw RegistryError.invalidVersion(version);
    }
    return number;
  }

  private static Schema parsed(String text) throws RegistryError {
    try {
      return new Schema.Parser().parse(text);
    } catch (AvroRuntimeException e) {
      throw RegistryError.invalidSchema(String.valueOf(e.getMessage()));
    }
  }
}
