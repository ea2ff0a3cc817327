package dev.kiln.export.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.platform.Fp16Conversions;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.List;

/** Tensors inside an ONNX file, to and from Java arrays; values are row-major. */
public final class Tensors {
  private Tensors() {}

  /** Float32 values. */
  public static TensorProto floats(String name, float[] values, List<Long> dims) {
    ByteBuffer bytes = little(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return raw(name, DataType.FLOAT, bytes, dims);
  }

  /** Float16 values, rounded to nearest. */
  public static TensorProto halves(String name, float[] values, List<Long> dims) {
    ByteBuffer bytes = little(values.length * Short.BYTES);
    ShortBuffer halves = bytes.asShortBuffer();
    for (float value : values) {
      halves.put(Fp16Conversions.floatToFp16(value));
    }
    return raw(name, DataType.FLOAT16, bytes, dims);
  }

  /** Int8 values. */
  public static TensorProto bytes(String name, byte[] values, List<Long> dims) {
    return raw(name, DataType.INT8, ByteBuffer.wrap(values), dims);
  }

  /** Int64 values in one dimension. */
  public static TensorProto longs(String name, long... values) {
    ByteBuffer bytes = little(values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    return raw(name, DataType.INT64, bytes, List.of((long) values.length));
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static TensorProto raw(String name, DataType type, ByteBuffer bytes, List<Long> dims) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(type.getNumber())
        .addAllDims(dims)
        .setRawData(ByteString.copyFrom(bytes))
        .build();
  }

  /** The same tensor with all values in its raw data, so that equal tensors have equal bytes. */
  public static TensorProto normal(TensorProto tensor) {
    if (tensor.getInt64DataCount() > 0) {
      long[] values = tensor.getInt64DataList().stream().mapToLong(Long::longValue).toArray();
      ByteBuffer bytes = little(values.length * Long.BYTES);
      bytes.asLongBuffer().put(values);
      return tensor.toBuilder().clearInt64Data().setRawData(ByteString.copyFrom(bytes)).build();
    }
    if (tensor.getFloatDataCount() > 0) {
      ByteBuffer bytes = little(tensor.getFloatDataCount() * Float.BYTES);
      tensor.getFloatDataList().forEach(bytes::putFloat);
      return tensor.toBuilder()
          .clearFloatData()
          .setRawData(ByteString.copyFrom(bytes.flip()))
          .build();
    }
    return tensor;
  }

  /** Whether it holds float32 values. */
  public static boolean isFloat(TensorProto tensor) {
    return tensor.getDataType() == DataType.FLOAT.getNumber();
  }

  /** Whether it holds float32 or float16 values. */
  public static boolean isReal(TensorProto tensor) {
    return isFloat(tensor) || tensor.getDataType() == DataType.FLOAT16.getNumber();
  }

  /** Whether it holds int64 values. */
  public static boolean isLong(TensorProto tensor) {
    return tensor.getDataType() == DataType.INT64.getNumber();
  }

  /**
   * The values of a float32 or float16 tensor.
   *
   * @throws IllegalArgumentException if it is of another type
   */
  public static float[] floats(TensorProto tensor) {
    ByteBuffer bytes = rawBytes(tensor);
    if (tensor.getDataType() == DataType.FLOAT16.getNumber()) {
      ShortBuffer halves = bytes.asShortBuffer();
      float[] values = new float[halves.remaining()];
      for (int i = 0; i < values.length; i++) {
        values[i] = Fp16Conversions.fp16ToFloat(halves.get(i));
      }
      return values;
    }
    if (!isFloat(tensor)) {
      throw new IllegalArgumentException(
          tensor.getName() + " holds " + typeName(tensor.getDataType()) + " values, not floats");
    }
    FloatBuffer floats = bytes.asFloatBuffer();
    float[] values = new float[floats.remaining()];
    floats.get(values);
    return values;
  }

  /** The values of an int64 tensor. */
  public static long[] longs(TensorProto tensor) {
    if (!isLong(tensor)) {
      throw new IllegalArgumentException(
          tensor.getName() + " holds " + typeName(tensor.getDataType()) + " values, not int64");
    }
    LongBuffer longs = rawBytes(tensor).asLongBuffer();
    long[] values = new long[longs.remaining()];
    longs.get(values);
    return values;
  }

  private static ByteBuffer rawBytes(TensorProto tensor) {
    return normal(tensor).getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** How many values its dimensions have room for; 1 for a single number. */
  public static long count(TensorProto tensor) {
    return tensor.getDimsList().stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }

  /** The name of an element type, such as FLOAT. */
  public static String typeName(int type) {
    DataType known = DataType.forNumber(type);
    return known == null ? "type " + type : known.name();
  }

  /** Bytes of one value of the fixed-size types, 0 for others. */
  static int width(int type) {
    DataType known = DataType.forNumber(type);
    return known == null
        ? 0
        : switch (known) {
          case INT8, UINT8, BOOL -> 1;
          case FLOAT16, BFLOAT16, INT16, UINT16 -> 2;
          case FLOAT, INT32, UINT32 -> 4;
          case DOUBLE, INT64, UINT64 -> 8;
          default -> 0;
        };
  }
}
