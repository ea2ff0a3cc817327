package dev.kiln.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroBoundsTest {
  private static final long BILLION = 1_000_000_000L;

  private interface Content {
    void write(BinaryEncoder encoder) throws IOException;
  }

  @Test
  void acceptsBlocksThatDeclareTheirSize() {
    byte[] message =
        message(
            encoder -> {
              encoder.writeLong(-2);
              encoder.writeLong(2);
              encoder.writeInt(1);
              encoder.writeInt(2);
              encoder.writeLong(0);
            });

    assertThatCode(() -> check("{\"type\":\"array\",\"items\":\"int\"}", message))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"string\"",
        "{\"type\":\"record\",\"name\":\"B\",\"fields\":[{\"name\":\"b\",\"type\":\"bytes\"}]}",
        "{\"type\":\"array\",\"items\":\"float\"}",
        "{\"type\":\"array\",\"items\":\"null\"}",
        "{\"type\":\"map\",\"values\":\"long\"}",
        "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"E\",\"fields\":[]}}",
        "{\"type\":\"fixed\",\"name\":\"F\",\"size\":1000000000}",
      })
  void refusesALengthThatTheMessageCannotHoldWithoutAllocatingIt(String schema) {
    byte[] message = message(encoder -> encoder.writeLong(BILLION));
    Schema writer = new Schema.Parser().parse(schema);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    assertThatThrownBy(() -> BoundedReader.generic(message, writer))
        .isInstanceOf(MalformedAvroException.class)
        .hasMessageContaining("1000000000");

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE})
  void refusesLengthsThatOverflow(long length) {
    byte[] message = message(encoder -> encoder.writeLong(length));

    assertThatThrownBy(() -> check("\"bytes\"", message))
        .isInstanceOf(MalformedAvroException.class);
    assertThatThrownBy(() -> check("{\"type\":\"array\",\"items\":\"null\"}", message))
        .isInstanceOf(MalformedAvroException.class);
  }

  @Test
  void refusesRecordsThatNestWithoutEnd() {
    String list =
        "{\"type\":\"record\",\"name\":\"List\",\"fields\":"
            + "[{\"name\":\"next\",\"type\":[\"null\",\"List\"]}]}";
    byte[] message = new byte[100_000];
    Arrays.fill(message, (byte) 2);

    assertThatThrownBy(() -> check(list, message))
        .isInstanceOf(MalformedAvroException.class)
        .hasMessageContaining("deep in next");
  }

  @Test
  void namesTheFieldAndTheBranchThatDoNotExist() {
    byte[] message = message(encoder -> encoder.writeInt(2));

    assertThatThrownBy(
            () ->
                check(
                    "{\"type\":\"record\",\"name\":\"R\",\"fields\":"
                        + "[{\"name\":\"label\",\"type\":[\"null\",\"int\"]}]}",
                    message))
        .isInstanceOf(MalformedAvroException.class)
        .hasMessage("field label names union branch 2 of 2");
  }

  @Test
  void refusesNumbersThatDoNotEnd() {
    byte[] message = new byte[20];
    Arrays.fill(message, WireFormat.HEADER_LENGTH, 20, (byte) 0xff);

    assertThatThrownBy(() -> check("\"int\"", message))
        .isInstanceOf(MalformedAvroException.class)
        .hasMessageContaining("does not end");
  }

  private static void check(String schema, byte[] message) throws MalformedAvroException {
    AvroBounds.check(new Schema.Parser().parse(schema), message, WireFormat.HEADER_LENGTH);
  }

  private static byte[] message(Content content) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[WireFormat.HEADER_LENGTH]);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      content.write(encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }
}
