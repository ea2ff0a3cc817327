package dev.kiln.connect.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.registry.embedded.EmbeddedRegistry;
import dev.kiln.schemas.wire.AvroSerializer;
import dev.kiln.schemas.wire.WireFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvroConverterTest {

  private EmbeddedRegistry registry;
  private SchemaRegistryClient client;

  @BeforeEach
  void start() throws IOException {
    registry = EmbeddedRegistry.start(0);
    client = SchemaRegistryClient.of(registry.url());
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  static List<Samples.Sample> samples() {
    return Samples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whatIsWrittenComesBack(Samples.Sample sample) {
    byte[] bytes = converter().fromConnectData("t", sample.schema(), sample.value());

    SchemaAndValue read = converter().toConnectData("t", bytes);

    assertThat(read.value()).isEqualTo(sample.value());
    assertThat(read.schema().type()).isEqualTo(sample.schema().type());
    assertThat(read.schema().isOptional()).isEqualTo(sample.schema().isOptional());
    assertThat(read.schema().name()).isEqualTo(sample.schema().name());
    assertThat(read.schema().version()).isEqualTo(sample.schema().version());
    assertThat(read.schema().doc()).isEqualTo(sample.schema().doc());
    assertThat(read.schema().parameters()).isEqualTo(sample.schema().parameters());
    assertThat(read.schema().defaultValue()).isEqualTo(sample.schema().defaultValue());
  }

  @Test
  void theBytesAreThoseOfTheWireFormat() {
    assertThat(converter().fromConnectData("t", Schema.STRING_SCHEMA, "hi"))
        .containsExactly(0, 0, 0, 0, 1, 4, 'h', 'i');
    assertThat(converter().fromConnectData("u", Schema.BYTES_SCHEMA, new byte[] {7, 8}))
        .as("bytes alone have no length")
        .containsExactly(0, 0, 0, 0, 2, 7, 8);
    assertThat(client.latest("t-value").schema()).hasToString("\"string\"");
  }

  @Test
  void keysHaveSubjectsOfTheirOwnAndAMissingValueIsATombstone() {
    var keys = new AvroConverter();
    keys.configure(settings(), true);

    assertThat(keys.fromConnectData("t", Schema.OPTIONAL_STRING_SCHEMA, "k")).isNotEmpty();
    assertThat(client.subjects()).containsExactly("t-key");
    assertThat(keys.fromConnectData("t", Schema.OPTIONAL_STRING_SCHEMA, null)).isNull();
    assertThat(keys.toConnectData("t", null)).isEqualTo(SchemaAndValue.NULL);
  }

  @Test
  void plainValuesNeedNoSchemaAndOthersDo() {
    byte[] bytes = converter().fromConnectData("t", null, 42L);
    assertThat(converter().toConnectData("t", bytes).value()).isEqualTo(42L);

    assertThatThrownBy(() -> converter().fromConnectData("t", null, Map.of("a", 1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("topic t has no schema");
  }

  @Test
  void requestsOfTheStreamingAppAreStructs() {
    var request =
        GenerationRequest.newBuilder()
            .setGenerator("customers")
            .setRow(Map.of("age", 41L, "country", "DE"))
            .build();
    byte[] bytes = new AvroSerializer<GenerationRequest>(client).serialize("r", request);

    Struct read = (Struct) converter().toConnectData("r", bytes).value();

    assertThat(read.schema().name()).isEqualTo("dev.kiln.schemas.avro.GenerationRequest");
    assertThat(read.getString("generator")).isEqualTo("customers");
    assertThat(read.get("steps")).isNull();
    Map<String, Struct> row = read.getMap("row");
    assertThat(Objects.requireNonNull(row.get("age")).get("long")).isEqualTo(41L);
    assertThat(Objects.requireNonNull(row.get("age")).get("string")).isNull();
    assertThat(Objects.requireNonNull(row.get("country")).get("string")).isEqualTo("DE");
    byte[] again = converter().fromConnectData("s", read.schema(), read);
    assertThat(converter().toConnectData("s", again).value()).isEqualTo(read);
  }

  @Test
  void enumsAreStringsAndStayEnumsWhenAskedTo() {
    var colour = SchemaBuilder.enumeration("Colour").namespace("shop").symbols("RED", "BLUE");
    int id = client.register("t-value", colour);
    byte[] bytes = WireFormat.encode(id, colour, new GenericData.EnumSymbol(colour, "BLUE"));

    SchemaAndValue read = converter().toConnectData("t", bytes);
    assertThat(read.value()).isEqualTo("BLUE");
    assertThat(read.schema().name()).isEqualTo("shop.Colour");
    AvroConverter plain = converter();
    assertThat(plain.fromConnectData("u", read.schema(), read.value())).isNotEmpty();
    assertThat(client.latest("u-value").schema().getType().getName()).isEqualTo("string");

    AvroConverter enhanced = converter("enhanced.avro.schema.support", "true");
    byte[] written = enhanced.fromConnectData("v", read.schema(), read.value());
    assertThat(client.latest("v-value").schema().getEnumSymbols()).containsExactly("RED", "BLUE");
    assertThat(written).endsWith(2);
  }

  @Test
  void fixedBytesAndDecimalsInThemStayAsLongAsTheyAre() {
    var money = SchemaBuilder.fixed("Money").namespace("shop").size(8);
    org.apache.avro.LogicalTypes.decimal(10, 2).addToSchema(money);
    int id = client.register("t-value", money);
    byte[] unscaled = ByteBuffer.allocate(8).putLong(-1234).array();
    byte[] bytes = WireFormat.encode(id, money, new GenericData.Fixed(money, unscaled));

    SchemaAndValue read = converter().toConnectData("t", bytes);
    assertThat(read.value()).isEqualTo(new BigDecimal("-12.34"));
    byte[] again = converter().fromConnectData("u", read.schema(), read.value());
    assertThat(again).hasSize(WireFormat.HEADER_LENGTH + 8).endsWith(unscaled);
    assertThat(converter().toConnectData("u", again).value()).isEqualTo(read.value());
  }

  @Test
  void recordsAreWrittenInTheNewestSchemaWhenAskedTo() {
    var newest =
        SchemaBuilder.record("R")
            .namespace("shop")
            .fields()
            .name("extra")
            .type()
            .intType()
            .intDefault(7)
            .requiredString("a")
            .endRecord();
    int id = client.register("t-value", newest);
    Schema own =
        org.apache.kafka.connect.data.SchemaBuilder.struct()
            .name("shop.R")
            .field("a", Schema.STRING_SCHEMA)
            .build();
    AvroConverter latest =
        converter("auto.register.schemas", "false", "use.latest.version", "true");

    byte[] bytes = latest.fromConnectData("t", own, new Struct(own).put("a", "x"));

    var expected = new GenericRecordBuilder(newest).set("a", "x").build();
    assertThat(bytes).isEqualTo(WireFormat.encode(id, expected));
    assertThat(client.latest("t-value").version()).isEqualTo(1);
  }

  @Test
  void whatCannotBeReadIsOneSentence() {
    AvroConverter converter = converter();
    int id = client.register("t-value", SchemaBuilder.builder().stringType());

    assertThatThrownBy(() -> converter.toConnectData("t", new byte[] {'{', '}'}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("topic t")
        .hasMessageContaining("zero byte");
    assertThatThrownBy(() -> converter.toConnectData("t", new byte[] {0, 0, 0, 0, 77, 0}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("schema id 77");
    byte[] truncated = {0, 0, 0, 0, (byte) id, 20, 'x'};
    assertThatThrownBy(() -> converter.toConnectData("t", truncated))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("declares a length of 10");
  }

  @Test
  void aRecordWithinItselfIsNamed() {
    var tree =
        SchemaBuilder.record("shop.Tree")
            .fields()
            .name("next")
            .type()
            .optional()
            .type("shop.Tree")
            .endRecord();
    int id = client.register("t-value", tree);
    byte[] bytes = WireFormat.encode(id, new GenericData.Record(tree));

    assertThatThrownBy(() -> converter().toConnectData("t", bytes))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("shop.Tree has itself as a field");
  }

  @Test
  void aValueThatIsNotOfItsSchemaOrASchemaThatBreaksReadersIsNotWritten() {
    assertThatThrownBy(() -> converter().fromConnectData("t", Schema.INT32_SCHEMA, "seven"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("topic t");
    Objects.requireNonNull(converter().fromConnectData("t", Schema.INT32_SCHEMA, 7));
    assertThatThrownBy(() -> converter().fromConnectData("t", Schema.STRING_SCHEMA, "seven"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("409");
  }

  @Test
  void whileTheRegistryIsAwayItIsToBeTriedAgain() {
    AvroConverter converter = converter("max.retries", "0");
    registry.close();

    assertThatThrownBy(() -> converter.fromConnectData("t", Schema.INT32_SCHEMA, 7))
        .isInstanceOf(RetriableException.class)
        .hasMessageContaining("registry");
  }

  @Test
  void aSettingThatCannotBeIsNamed() {
    assertThatThrownBy(() -> converter("value.subject.name.strategy", "Mine"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("value.subject.name.strategy");
    assertThatThrownBy(() -> new AvroConverter().configure(Map.of(), false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("schema.registry.url");
  }

  private Map<String, String> settings(String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("schema.registry.url", registry.url().toString());
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  private AvroConverter converter(String... more) {
    var converter = new AvroConverter();
    converter.configure(settings(more), false);
    return converter;
  }
}
