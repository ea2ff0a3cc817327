package dev.kiln.schemas.wire;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Conversion;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * Avro's data model for one generated class: it makes that class and the generated classes inside
 * it, and no others. Avro itself only makes classes that system properties name, since a class name
 * may come from a stranger's schema; here every name comes from the class that the caller chose.
 * Safe for many threads.
 */
final class TrustingModel extends SpecificData {
  private static final ClassValue<TrustingModel> MODELS =
      new ClassValue<>() {
        @Override
        protected TrustingModel computeValue(Class<?> type) {
          return new TrustingModel(type);
        }
      };

  private final Map<String, Class<?>> classes = new HashMap<>();

  private TrustingModel(Class<?> type) {
    super(type.getClassLoader());
    for (Conversion<?> conversion : SpecificData.getForClass(type).getConversions()) {
      addLogicalTypeConversion(conversion);
    }
    collect(getSchema(type), type.getClassLoader());
  }

  static TrustingModel of(Class<?> type) {
    return MODELS.get(type);
  }

  private void collect(Schema schema, ClassLoader loader) {
    switch (schema.getType()) {
      case RECORD, ENUM, FIXED -> {
        if (classes.containsKey(schema.getFullName())) {
          return;
        }
        try {
          classes.put(
              schema.getFullName(), Class.forName(SpecificData.getClassName(schema), true, loader));
        } catch (ClassNotFoundException e) {
          throw new IllegalArgumentException("no generated class " + schema.getFullName(), e);
        }
        if (schema.getType() == Schema.Type.RECORD) {
          schema.getFields().forEach(field -> collect(field.schema(), loader));
        }
      }
      case UNION -> schema.getTypes().forEach(branch -> collect(branch, loader));
      case ARRAY -> collect(schema.getElementType(), loader);
      case MAP -> collect(schema.getValueType(), loader);
      default -> {}
    }
  }

  @Override
  @SuppressWarnings("rawtypes") // As Avro declares it.
  public @Nullable Class getClass(Schema schema) {
    return switch (schema.getType()) {
      case RECORD, ENUM, FIXED -> classes.get(schema.getFullName());
      default -> super.getClass(schema);
    };
  }
}
