package dev.kiln.streams.hostile;

import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Requests in Avro that are damaged, or lie about lengths. */
final class HostileAvro {

  private static final long[] LENGTHS = {
    1L << 31, (1L << 31) - 1, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -1, -(1L << 31), 1 << 20
  };

  private final int schemaId;

  /**
   * @param schemaId the id of the schema of requests
   */
  HostileAvro(int schemaId) {
    this.schemaId = schemaId;
  }

  List<Attack> all() {
    return List.of(
        new Attack("Avro with flipped bits", this::flipped),
        new Attack("Avro cut short", r -> Arrays.copyOf(good(r), r.nextInt(good(r).length))),
        new Attack("Avro with more behind it", this::longer),
        new Attack("lengths of 2^31 and more", this::length),
        new Attack("wrong schema ids", this::wrongId),
        new Attack("Avro that is noise", this::noise),
        new Attack("Avro of absurd values", this::absurd),
        new Attack("noise", r -> HostileJson.noise(r, 3000)));
  }

  private byte[] good(Random chance) {
    GenerationRequest request = request();
    request.put("label", chance.nextInt(10));
    request.put("row", chance.nextInt(3) == 0 ? Map.of("age", 30L) : null);
    request.put("image", chance.nextInt(3) == 0 ? ByteBuffer.allocate(64) : null);
    return WireFormat.encode(schemaId, request);
  }

  private static GenerationRequest request() {
    return GenerationRequest.newBuilder().setGenerator("tiny-ddpm").setSteps(2).build();
  }

  private byte[] flipped(Random chance) {
    byte[] bytes = good(chance);
    for (int flips = 1 + chance.nextInt(6); flips > 0; flips--) {
      int at = WireFormat.HEADER_LENGTH + chance.nextInt(bytes.length - WireFormat.HEADER_LENGTH);
      bytes[at] ^= (byte) (1 << chance.nextInt(8));
    }
    return bytes;
  }

  private byte[] longer(Random chance) {
    byte[] bytes = good(chance);
    return Arrays.copyOf(bytes, bytes.length + 1 + chance.nextInt(100_000));
  }

  /** A number of Avro in place of a byte: a length, a count or a branch that cannot be. */
  private byte[] length(Random chance) {
    byte[] bytes = good(chance);
    int at = WireFormat.HEADER_LENGTH + chance.nextInt(bytes.length - WireFormat.HEADER_LENGTH);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    long length = LENGTHS[chance.nextInt(LENGTHS.length)];
    long zigzag = (length << 1) ^ (length >> 63);
    while ((zigzag & ~0x7fL) != 0) {
      out.write((int) ((zigzag & 0x7f) | 0x80));
      zigzag >>>= 7;
    }
    out.write((int) zigzag);
    out.write(bytes, at + 1, bytes.length - at - 1);
    return out.toByteArray();
  }

  private byte[] wrongId(Random chance) {
    byte[] bytes = good(chance);
    int[] ids = {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7ffffff0};
    ByteBuffer.wrap(bytes).putInt(1, ids[chance.nextInt(ids.length)]);
    return bytes;
  }

  private byte[] noise(Random chance) {
    byte[] bytes = new byte[WireFormat.HEADER_LENGTH + chance.nextInt(3000)];
    chance.nextBytes(bytes);
    ByteBuffer.wrap(bytes).put(WireFormat.MAGIC).putInt(schemaId);
    return bytes;
  }

  private byte[] absurd(Random chance) {
    GenerationRequest request = request();
    switch (chance.nextInt(8)) {
      case 0 -> request.put("count", Integer.MAX_VALUE);
      case 1 -> request.put("steps", Integer.MIN_VALUE);
      case 2 -> request.put("guidance", Double.NaN);
      case 3 -> request.put("vector", Collections.nCopies(100_000, Float.NaN));
      case 4 -> request.put("generator", "\u0000".repeat(100_000));
      case 5 -> request.put("deadlineMs", Long.MIN_VALUE);
      case 6 -> {
        Map<String, Object> row = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
          row.put("\u202e" + i, Double.NEGATIVE_INFINITY);
        }
        request.put("row", row);
      }
      default -> {
        request.put("label", "3");
        request.put("seed", Long.MIN_VALUE);
        request.put("priority", Integer.MIN_VALUE);
        request.put("requestId", "\n\u001b[2J".repeat(1000));
      }
    }
    return WireFormat.encode(schemaId, request);
  }
}
