package dev.kiln.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryClientTest {
  private static final String STRING_SCHEMA = "{\"schema\":\"\\\"string\\\"\"}";
  private static final Schema STRING = Schema.create(Schema.Type.STRING);

  private final AtomicLong nanos = new AtomicLong();
  private ScriptedServer first;
  private ScriptedServer second;

  @BeforeEach
  void start() throws IOException {
    first = new ScriptedServer();
    second = new ScriptedServer();
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  @Test
  void asksForAnIdOnce() {
    first.says(200, STRING_SCHEMA);
    var client = client(Map.of(), first.url());

    Schema schema = client.byId(5);

    assertThat(schema).isEqualTo(STRING);
    assertThat(client.byId(5)).isSameAs(schema);
    assertThat(first.asked()).containsExactly("GET /schemas/ids/5");
  }

  @Test
  void handsEveryThreadTheSameSchema() {
    first.says(200, STRING_SCHEMA);
    var client = client(Map.of(), first.url());

    List<Schema> schemas = IntStream.range(0, 64).parallel().mapToObj(i -> client.byId(1)).toList();

    assertThat(schemas).allSatisfy(schema -> assertThat(schema).isSameAs(client.byId(1)));
  }

  @Test
  void registersOnce() {
    first.says(200, "{\"id\":3}");
    var client = client(Map.of(), first.url());

    assertThat(client.register("a b/c-value", STRING)).isEqualTo(3);
    assertThat(client.register("a b/c-value", STRING)).isEqualTo(3);
    assertThat(first.asked()).containsExactly("POST /subjects/a%20b%2Fc-value/versions");
  }

  @Test
  void takesTheNextUrlWhenOneIsAwayAndStaysThere() {
    first.close();
    second.says(200, STRING_SCHEMA);
    var client = client(Map.of(), first.url(), second.url());

    client.byId(1);
    client.byId(2);

    assertThat(second.asked()).containsExactly("GET /schemas/ids/1", "GET /schemas/ids/2");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503})
  void triesAgainAfterATransientAnswer(int status) {
    first.says(status, "").says(200, STRING_SCHEMA);

    assertThat(client(Map.of(), first.url()).byId(1)).isEqualTo(STRING);
    assertThat(first.asked()).hasSize(2);
  }

  @Test
  void callsAnOutageTransient() {
    first.close();
    var client = client(Map.of(), first.url());

    assertThatThrownBy(() -> client.byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .isInstanceOf(RetriableException.class)
        .hasMessageContaining(first.url().toString());
  }

  @Test
  void failsAtOnceDuringAnOutageAndAsksAgainAfterThePause() {
    first.says(503, "");
    var client = client(Map.of("max.retries", 1), first.url());
    assertThatThrownBy(() -> client.byId(1)).isInstanceOf(RegistryUnavailableException.class);
    assertThat(first.asked()).hasSize(2);

    assertThatThrownBy(() -> client.byId(1)).isInstanceOf(RegistryUnavailableException.class);
    assertThat(first.asked()).as("no question during the pause").hasSize(2);

    first.says(200, STRING_SCHEMA);
    nanos.addAndGet(1_000_000_000L);
    assertThat(client.byId(1)).isEqualTo(STRING);
  }

  @Test
  void remembersSchemasThroughAnOutage() {
    first.says(200, STRING_SCHEMA);
    var client = client(Map.of(), first.url());
    client.byId(1);

    first.close();

    assertThat(client.byId(1)).isEqualTo(STRING);
  }

  @Test
  void callsAnUnknownIdPermanentAndAsksOnlyOnce() {
    first.says(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");

    assertThatThrownBy(() -> client(Map.of(), first.url()).byId(9))
        .isInstanceOf(UnknownSchemaException.class)
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("schema id 9");
    assertThat(first.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "404 | <html>no such page</html>                        | 404",
        "401 | {\"error_code\":401,\"message\":\"Unauthorized\"} | 401",
        "301 | ``                                               | 301",
        "200 | <html>log in</html>                              | 200",
      })
  void doesNotTakeAWrongAddressForAnUnknownSchema(int status, String body, int code) {
    first.says(status, body);

    assertThatThrownBy(() -> client(Map.of(), first.url()).byId(9))
        .isExactlyInstanceOf(RegistryRejectedException.class)
        .satisfies(e -> assertThat(((RegistryRejectedException) e).errorCode()).isEqualTo(code));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"schema\":\"syntax = 'proto3';\",\"schemaType\":\"PROTOBUF\"}",
        "{\"schema\":\"{\\\"type\\\":\\\"recor\\\"}\"}",
        "{}"
      })
  void saysThatASchemaIsNotAvro(String answer) {
    first.says(200, answer);

    assertThatThrownBy(() -> client(Map.of(), first.url()).byId(9))
        .isInstanceOf(UnusableSchemaException.class)
        .hasMessageContaining("schema id 9");
  }

  @Test
  void sendsTheConfiguredUserAndPassword() {
    first.says(200, STRING_SCHEMA);
    client(
            Map.of(
                "basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "me:secret"),
            first.url())
        .byId(1);
    client(Map.of(), URI.create(first.url().toString().replace("//", "//me:secret@"))).byId(1);
    client(
            Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "t0"),
            first.url())
        .byId(1);

    assertThat(first.authorizations())
        .containsExactly("Basic bWU6c2VjcmV0", "Basic bWU6c2VjcmV0", "Bearer t0");
  }

  @Test
  void doesNotShowThePassword() {
    var config =
        RegistryConfig.from(
            Map.of(
                "schema.registry.url", "http://me:secret@localhost:1",
                "basic.auth.user.info", "me:secret"));

    assertThat(config.toString()).doesNotContain("secret").contains("localhost");
  }

  @ParameterizedTest
  @CsvSource({"'',at least one", "localhost:8081,http://", "http://a b,not a URL"})
  void namesTheSettingThatIsWrong(String url, String expected) {
    assertThatThrownBy(() -> RegistryConfig.from(Map.of("schema.registry.url", url)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("schema.registry.url")
        .hasMessageContaining(expected);
  }

  private SchemaRegistryClient client(Map<String, Object> settings, URI... urls) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(
        "schema.registry.url",
        String.join(",", List.of(urls).stream().map(URI::toString).toList()));
    all.put("retries.wait.ms", 1);
    return new SchemaRegistryClient(RegistryConfig.from(all), nanos::get);
  }
}
