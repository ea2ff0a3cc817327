package dev.kiln.connect.sample;

import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.GeneratorCard;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Rows of a table as structs: a field a column, each in its own type. Pure functions. */
public final class RowSchema {

  private RowSchema() {}

  /** The schema of a generator's rows. */
  public static Schema of(GeneratorCard card) {
    SchemaBuilder schema =
        SchemaBuilder.struct()
            .name("dev.kiln.rows." + card.name().replaceAll("[^A-Za-z0-9_]", "_"))
            .doc("A row made by " + card.name() + "/" + card.version() + ".");
    for (ColumnSpec column : card.sample().columns()) {
      schema.field(column.name(), type(column));
    }
    return schema.build();
  }

  /** A row as a struct of its schema; a column that is missing is null. */
  public static Struct struct(Schema schema, Map<String, @Nullable Object> row) {
    Struct struct = new Struct(schema);
    for (Field field : schema.fields()) {
      struct.put(field, row.get(field.name()));
    }
    return struct;
  }

  private static Schema type(ColumnSpec column) {
    boolean optional = column.nullable();
    return switch (column.type()) {
      case REAL -> optional ? Schema.OPTIONAL_FLOAT64_SCHEMA : Schema.FLOAT64_SCHEMA;
      case INTEGER -> optional ? Schema.OPTIONAL_INT64_SCHEMA : Schema.INT64_SCHEMA;
      case CATEGORICAL -> optional ? Schema.OPTIONAL_STRING_SCHEMA : Schema.STRING_SCHEMA;
      case BOOLEAN -> optional ? Schema.OPTIONAL_BOOLEAN_SCHEMA : Schema.BOOLEAN_SCHEMA;
    };
  }
}
