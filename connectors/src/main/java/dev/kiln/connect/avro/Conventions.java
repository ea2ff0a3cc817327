package dev.kiln.connect.avro;

import org.apache.avro.Schema;

/**
 * The names under which Confluent's converter keeps in Avro what only Connect knows, and in Connect
 * what only Avro knows. With the same names, either reads what the other wrote.
 */
final class Conventions {

  static final String NAMESPACE = "io.confluent.connect.avro";

  /** The record that a struct without a name becomes. */
  static final String DEFAULT_NAME = "ConnectDefault";

  /** The record of a key and a value that stands for a map whose keys are no strings. */
  static final String MAP_ENTRY = "MapEntry";

  static final String KEY = "key";
  static final String VALUE = "value";

  /** The struct that a union becomes: a field for each branch, of which one has a value. */
  static final String UNION = NAMESPACE + ".Union";

  /** The parameter that says that a string was an enum, with its name; others name its symbols. */
  static final String ENUM = NAMESPACE + ".Enum";

  /** The parameter that says that a default was that of an Avro field. */
  static final String FIELD_DEFAULT = NAMESPACE + ".field.default";

  static final String RECORD_DOC = NAMESPACE + ".record.doc";

  static final String CONNECT_NAME = "connect.name";
  static final String CONNECT_DOC = "connect.doc";
  static final String CONNECT_VERSION = "connect.version";
  static final String CONNECT_DEFAULT = "connect.default";
  static final String CONNECT_PARAMETERS = "connect.parameters";
  static final String CONNECT_INTERNAL_TYPE = "connect.internal.type";

  /** Narrows an int. */
  static final String CONNECT_TYPE = "connect.type";

  static final String INT8 = "int8";
  static final String INT16 = "int16";

  static final String FIXED_SIZE = "connect.fixed.size";
  static final String DECIMAL_PRECISION = "connect.decimal.precision";
  static final int DEFAULT_PRECISION = 64;

  private Conventions() {}

  /** Whether a union only says that a type may be null. */
  static boolean isOptional(Schema union) {
    return union.getTypes().size() == 2 && union.isNullable();
  }

  /** What a union is besides null; anything else itself. */
  static Schema withoutNull(Schema schema) {
    return schema.getType() == Schema.Type.UNION && isOptional(schema)
        ? schema.getTypes().get(schema.getTypes().get(0).getType() == Schema.Type.NULL ? 1 : 0)
        : schema;
  }

  /** Whether a record is the entry of a map whose keys are no strings. */
  static boolean isMapEntry(Schema record) {
    return record.getType() == Schema.Type.RECORD
        && (record.getFullName().equals(NAMESPACE + "." + MAP_ENTRY)
            || MAP_ENTRY.equals(record.getProp(CONNECT_INTERNAL_TYPE)));
  }

  /** The field of a union's struct for one of its branches. */
  static String branchName(Schema branch, boolean enhanced) {
    return switch (branch.getType()) {
      case RECORD, ENUM, FIXED -> enhanced ? branch.getFullName() : branch.getName();
      default -> branch.getType().getName();
    };
  }
}
