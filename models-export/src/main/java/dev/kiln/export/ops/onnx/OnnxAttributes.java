package dev.kiln.export.ops.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import com.google.protobuf.ByteString;

/** Attributes of ONNX nodes. */
final class OnnxAttributes {
  /** What normalisations add to the variance. */
  static final double EPSILON = 1e-5;

  private OnnxAttributes() {}

  static AttributeProto epsilon() {
    return real("epsilon", (float) EPSILON);
  }

  /** The nearest pixel up and to the left, as PyTorch has it. */
  static AttributeProto[] nearest() {
    return new AttributeProto[] {
      text("mode", "nearest"),
      text("coordinate_transformation_mode", "asymmetric"),
      text("nearest_mode", "floor")
    };
  }

  /** Straight lines between the middles of the pixels. */
  static AttributeProto[] linear() {
    return new AttributeProto[] {
      text("mode", "linear"), text("coordinate_transformation_mode", "half_pixel")
    };
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto real(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }
}
