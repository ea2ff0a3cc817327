package dev.kiln.schemas.registry.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.registry.Compatibility;
import dev.kiln.schemas.registry.RegistryRejectedException;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import java.io.IOException;
import java.net.BindException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedRegistryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Schema ONE =
      SchemaBuilder.record("R").fields().requiredString("a").endRecord();
  private static final Schema TWO =
      SchemaBuilder.record("R").fields().requiredString("a").optionalInt("b").endRecord();
  private static final Schema OTHER =
      SchemaBuilder.record("R").fields().requiredLong("z").endRecord();

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

  @Test
  void numbersSchemasAcrossSubjectsAndVersionsWithinOne() {
    int one = client.register("s", ONE);
    int two = client.register("s", TWO);

    assertThat(one).isEqualTo(1);
    assertThat(two).isEqualTo(2);
    assertThat(client.register("t", TWO)).isEqualTo(two);
    assertThat(client.latest("s").version()).isEqualTo(2);
    assertThat(client.latest("t").version()).isEqualTo(1);
    assertThat(client.byId(one)).isEqualTo(ONE);
    assertThat(client.lookUp("s", ONE)).isEqualTo(one);
    assertThat(client.subjects()).containsExactly("s", "t");
  }

  @Test
  void registersSchemasWithoutJavasHints() {
    client.register("s", GenerationRequest.getClassSchema());

    Schema registered = client.latest("s").schema();

    assertThat(registered.toString()).doesNotContain("avro.java").contains("numberAsText");
    assertThat(registered.getField("generator").doc()).isNotBlank();
  }

  @Test
  void refusesWhatTheLastVersionsReadersNeed() {
    client.register("s", ONE);

    assertThat(client.isCompatible("s", TWO)).isTrue();
    assertThat(client.isCompatible("s", OTHER)).isFalse();
    assertThatThrownBy(() -> client.register("s", OTHER))
        .isInstanceOf(RegistryRejectedException.class)
        .hasMessageContaining("409")
        .hasMessageContaining("z");
  }

  @Test
  void followsTheConfiguredCompatibility() {
    client.register("s", TWO);
    assertThat(client.compatibility(null)).isEqualTo(Compatibility.BACKWARD);
    client.setCompatibility("s", Compatibility.NONE);

    assertThat(client.compatibility("s")).isEqualTo(Compatibility.NONE);
    assertThat(client.compatibility("t")).isEqualTo(Compatibility.BACKWARD);
    assertThat(client.register("s", OTHER)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET  | /subjects/x/versions          |                    | 404 | 40401",
        "GET  | /subjects/x/versions/latest   |                    | 404 | 40401",
        "GET  | /subjects/s/versions/7        |                    | 404 | 40402",
        "GET  | /subjects/s/versions/0        |                    | 422 | 42202",
        "GET  | /subjects/s/versions/newest   |                    | 422 | 42202",
        "GET  | /schemas/ids/99               |                    | 404 | 40403",
        "POST | /subjects/s                   | {\"schema\":\"\\\"int\\\"\"} | 404 | 40403",
        "POST | /subjects/s/versions          | {\"schema\":\"{\"} | 422 | 42201",
        "POST | /subjects/s/versions          | {}                 | 422 | 42201",
        "POST | /subjects/s/versions          | {\"schemaType\":\"JSON\",\"schema\":\"{}\"} | 422 | 42201",
        "POST | /subjects/s/versions          | not json           | 422 | 422",
        "POST | /subjects/s/versions          | {\"schema\":\"\\\"int\\\"\"} | 409 | 409",
        "PUT  | /config                       | {\"compatibility\":\"SOME\"} | 422 | 42203",
        "GET  | /config/s                     |                    | 404 | 40408",
        "GET  | /nothing                      |                    | 404 | 404",
        "DELETE | /config                     |                    | 405 | 405",
      })
  void refusesInConfluentsWords(String method, String path, String body, int status, int code)
      throws IOException, InterruptedException {
    client.register("s", ONE);

    HttpResponse<String> answer = ask(method, path, body == null ? "" : body);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("application/vnd.schemaregistry.v1+json");
    JsonNode error = JSON.readTree(answer.body());
    assertThat(error.path("error_code").asInt()).isEqualTo(code);
    assertThat(error.path("message").asText()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET | /                              | {}",
        "GET | /subjects                      | [\"a b\"]",
        "GET | /subjects/a%20b/versions       | [1]",
        "GET | /subjects/a+b/versions         | {\"error_code\":40401,\"message\":\"Subject 'a+b' not found.\"}",
        "GET | /subjects/a%20b/versions/1     | {\"subject\":\"a b\",\"version\":1,\"id\":1,\"schema\":\"\\\"int\\\"\"}",
        "GET | /subjects/a%20b/versions/1/schema | \"int\"",
        "GET | /schemas/ids/1                 | {\"schema\":\"\\\"int\\\"\"}",
        "GET | /schemas/ids/1/schema          | \"int\"",
        "GET | /schemas/types                 | [\"AVRO\"]",
        "GET | /config                        | {\"compatibilityLevel\":\"BACKWARD\"}",
        "GET | /mode                          | {\"mode\":\"READWRITE\"}",
      })
  void answersInConfluentsForm(String method, String path, String expected)
      throws IOException, InterruptedException {
    client.register("a b", Schema.create(Schema.Type.INT));

    assertThat(ask(method, path, "").body()).isEqualTo(expected);
  }

  @Test
  void saysWhyASchemaIsNotCompatible() throws IOException, InterruptedException {
    client.register("s", ONE);
    String body = JSON.createObjectNode().put("schema", OTHER.toString()).toString();

    JsonNode answer =
        JSON.readTree(ask("POST", "/compatibility/subjects/s/versions?verbose=true", body).body());

    assertThat(answer.path("is_compatible").asBoolean(true)).isFalse();
    assertThat(answer.path("messages").get(0).asText()).contains("z");
  }

  @Test
  void freesItsPortAndThreads() throws IOException {
    int port = registry.url().getPort();
    assertThatThrownBy(() -> EmbeddedRegistry.start(port)).isInstanceOf(BindException.class);

    registry.close();

    try (var again = EmbeddedRegistry.start(port)) {
      assertThat(again.url()).isEqualTo(registry.url());
    }
  }

  @Test
  void listensOnTheLoopbackAddressOnly() {
    assertThat(registry.url().getHost()).isEqualTo("127.0.0.1");
  }

  private HttpResponse<String> ask(String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(registry.url().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
