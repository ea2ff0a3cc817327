package dev.kiln.schemas.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.registry.RegistryRejectedException;
import dev.kiln.schemas.registry.RegistryUnavailableException;
import dev.kiln.schemas.registry.SchemaSource;
import dev.kiln.schemas.registry.UnknownSchemaException;
import dev.kiln.schemas.request.DecodeResult.Decoded;
import dev.kiln.schemas.request.DecodeResult.RegistryOutage;
import dev.kiln.schemas.request.DecodeResult.Undecodable;
import dev.kiln.schemas.wire.WireFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.generic.IndexedRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDecoderTest {
  private static final int OURS = 7;
  private static final int OLDER = 8;
  private static final int STRANGER = 9;

  private static final Schema OLDER_SCHEMA =
      SchemaBuilder.record("GenerationRequest")
          .namespace("dev.kiln.schemas.avro")
          .fields()
          .requiredString("generator")
          .optionalInt("steps")
          .optionalString("retired")
          .endRecord();

  private static final Schema STRANGER_SCHEMA =
      SchemaBuilder.record("Order").fields().requiredLong("amount").endRecord();

  private static final SchemaSource SCHEMAS =
      id ->
          switch (id) {
            case OURS -> GenerationRequest.getClassSchema();
            case OLDER -> OLDER_SCHEMA;
            case STRANGER -> STRANGER_SCHEMA;
            default -> throw new UnknownSchemaException("schema id " + id + " is not known");
          };

  private final RequestDecoder decoder = new RequestDecoder(SCHEMAS);

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t "})
  void callsAnEmptyValueEmpty(String value) {
    assertThat(undecodable(value.getBytes(UTF_8)).code()).isEqualTo(FailureCode.EMPTY_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "[1]", "\"text\"", "7", "\u00e9", " x"})
  void callsOtherBytesUnreadable(String value) {
    var failure = undecodable(value.getBytes(UTF_8));

    assertThat(failure.code()).isEqualTo(FailureCode.UNREADABLE);
    assertThat(failure.sentence()).contains("begins with");
  }

  @Test
  void readsAvroOfItsOwnSchema() {
    var request = full();

    assertThat(decoder.decode(WireFormat.encode(OURS, request))).isEqualTo(new Decoded(request));
  }

  @Test
  void readsAvroBytesThatWereWrittenByHand() {
    byte[] message = {
      0,
      0,
      0,
      0,
      OLDER, // magic, schema id
      6,
      'g',
      'a',
      'n', // generator: length 3, zigzag
      2,
      40, // steps: branch 1, 20
      0 // retired: null
    };

    assertThat(decoder.decode(message))
        .isEqualTo(
            new Decoded(GenerationRequest.newBuilder().setGenerator("gan").setSteps(20).build()));
  }

  @Test
  void resolvesAnOlderWritersSchema() {
    var written =
        new GenericRecordBuilder(OLDER_SCHEMA)
            .set("generator", "g")
            .set("steps", 3)
            .set("retired", "x")
            .build();

    assertThat(decoder.decode(WireFormat.encode(OLDER, written)))
        .isEqualTo(
            new Decoded(GenerationRequest.newBuilder().setGenerator("g").setSteps(3).build()));
  }

  @Test
  void saysThatAnotherRecordIsNotARequest() {
    IndexedRecord order = new GenericRecordBuilder(STRANGER_SCHEMA).set("amount", 5L).build();
    var failure = undecodable(WireFormat.encode(STRANGER, order));

    assertThat(failure.code()).isEqualTo(FailureCode.INCOMPATIBLE_SCHEMA);
    assertThat(failure.sentence()).contains("Order", "generation request");
  }

  @Test
  void saysWhichSchemaIdIsUnknown() {
    var failure = undecodable(new byte[] {0, 0, 0, 1, 0, 2, 'g'});

    assertThat(failure.code()).isEqualTo(FailureCode.UNKNOWN_SCHEMA);
    assertThat(failure.sentence()).contains("256");
  }

  @Test
  void saysThatWithoutARegistryThereAreNoSchemas() {
    var result = new RequestDecoder(SchemaSource.none()).decode(new byte[] {0, 0, 0, 0, 1, 2});

    assertThat(result)
        .isInstanceOfSatisfying(
            Undecodable.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(FailureCode.UNKNOWN_SCHEMA);
              assertThat(failure.sentence()).contains("no schema registry is configured");
            });
  }

  @Test
  void leavesTheRequestUndecidedWhileTheRegistryIsAway() {
    var away =
        new RequestDecoder(
            id -> {
              throw new RegistryUnavailableException("the schema registry cannot be reached", null);
            });
    var refusing =
        new RequestDecoder(
            id -> {
              throw new RegistryRejectedException(401, "Unauthorized");
            });
    byte[] message = WireFormat.encode(OURS, full());

    assertThat(away.decode(message)).isInstanceOf(RegistryOutage.class);
    assertThat(refusing.decode(message)).isInstanceOf(RegistryOutage.class);
    assertThat(away.decode("{\"generator\":\"g\"}".getBytes(UTF_8))).isInstanceOf(Decoded.class);
  }

  @Test
  void refusesEveryTruncationOfAvro() {
    byte[] message = WireFormat.encode(OURS, full());

    for (int length = 1; length < message.length; length++) {
      var failure = undecodable(Arrays.copyOf(message, length));
      assertThat(failure.code()).as("%d bytes", length).isEqualTo(FailureCode.UNREADABLE);
    }
  }

  @Test
  void refusesBytesAfterTheRecord() {
    byte[] message = WireFormat.encode(OURS, full());

    var failure = undecodable(Arrays.copyOf(message, message.length + 1));

    assertThat(failure.code()).isEqualTo(FailureCode.UNREADABLE);
    assertThat(failure.sentence()).contains("the record ends at byte " + message.length);
  }

  @Test
  void doesNotAllocateForADeclaredLength() {
    // generator: a string of 2^31 - 1 bytes, in a message of 10.
    byte[] message = {0, 0, 0, 0, OURS, (byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};

    var failure = undecodable(message);

    assertThat(failure.code()).isEqualTo(FailureCode.UNREADABLE);
    assertThat(failure.sentence()).contains("field generator", "2147483647", "0 bytes are left");
  }

  @Test
  void neverThrowsForMutatedInput() {
    var random = new Random(42);
    List<byte[]> seeds =
        List.of(
            WireFormat.encode(OURS, full()),
            WireFormat.encode(
                STRANGER, new GenericRecordBuilder(STRANGER_SCHEMA).set("amount", 5L).build()),
            "{\"generator\":\"g\",\"label\":7,\"vector\":[1,2],\"row\":{\"a\":1},\"image\":\"AQID\"}"
                .getBytes(UTF_8));
    int understood = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] input = mutated(seeds.get(i % seeds.size()), random);
      if (decoder.decode(input) instanceof Decoded) {
        understood++;
      }
    }
    assertThat(understood).isBetween(1, 19_000);
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] bytes = Arrays.copyOf(seed, seed.length - random.nextInt(4) + random.nextInt(4));
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] =
          random.nextBoolean()
              ? (byte) random.nextInt()
              : (byte) "{}[]\",:0-\u007f".charAt(random.nextInt(10));
    }
    // Mostly keep the header, so that the bytes behind it are reached.
    if (random.nextInt(4) > 0) {
      System.arraycopy(seed, 0, bytes, 0, Math.min(WireFormat.HEADER_LENGTH, bytes.length));
    }
    return bytes;
  }

  private static GenerationRequest full() {
    return GenerationRequest.newBuilder()
        .setGenerator("digits-ddpm")
        .setLabel("seven")
        .setVector(List.of(1f, -2f))
        .setImage(ByteBuffer.wrap(new byte[] {1, 2, 3}))
        .setRow(Map.of("age", 30L, "name", "x"))
        .setCount(4)
        .setSeed(42L)
        .setGuidance(2.0)
        .build();
  }

  private Undecodable undecodable(byte[] value) {
    var result = decoder.decode(value);
    assertThat(result).isInstanceOf(Undecodable.class);
    return (Undecodable) result;
  }
}
