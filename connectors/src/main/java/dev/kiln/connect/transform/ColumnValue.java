package dev.kiln.connect.transform;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Values of a table's columns in the type of a record's field. Pure functions. */
final class ColumnValue {

  private ColumnValue() {}

  /**
   * The value as the field has it.
   *
   * @throws DataException in one sentence, if the field cannot hold such a value
   */
  static @Nullable Object as(Field field, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof Number number) {
      return switch (field.schema().type()) {
        case INT8 -> whole(field, number, Byte.MIN_VALUE, Byte.MAX_VALUE).byteValue();
        case INT16 -> whole(field, number, Short.MIN_VALUE, Short.MAX_VALUE).shortValue();
        case INT32 -> whole(field, number, Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
        case INT64 -> number.longValue();
        case FLOAT32 -> number.floatValue();
        case FLOAT64 -> number.doubleValue();
        case STRING -> number.toString();
        default -> throw mismatch(field, value);
      };
    }
    return switch (field.schema().type()) {
      case STRING -> value.toString();
      case BOOLEAN -> {
        if (value instanceof Boolean) {
          yield value;
        }
        throw mismatch(field, value);
      }
      default -> throw mismatch(field, value);
    };
  }

  private static Number whole(Field field, Number number, long least, long most) {
    if (number.longValue() < least || number.longValue() > most) {
      throw mismatch(field, number);
    }
    return number;
  }

  private static DataException mismatch(Field field, Object value) {
    return new DataException(
        "The field \"%s\" is %s and cannot hold the generated %s"
            .formatted(field.name(), field.schema().type(), value));
  }
}
