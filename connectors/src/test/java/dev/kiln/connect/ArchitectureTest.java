package dev.kiln.connect;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md point one way. */
class ArchitectureTest {

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.kiln.connect");
  }

  @Test
  void nobodyHereSeesOnnxRuntimeOrTheApp() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.onnxruntime..", "dev.kiln.streams..", "org.bytedeco..")
        .check(classes);
  }

  @Test
  void nobodyHereSeesTheInsidesOfConnect() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka.connect.runtime..",
            "org.apache.kafka.clients.producer.internals..",
            "org.apache.kafka.common.internals..",
            "org.apache.kafka.common.utils..")
        .check(classes);
  }

  @Test
  void pluginsUseWhatIsSharedAndNotEachOther() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("generator")
        .definedBy("dev.kiln.connect.generator..")
        .layer("prompt")
        .definedBy("dev.kiln.connect.prompt..")
        .layer("files")
        .definedBy("dev.kiln.connect.files..")
        .layer("transform")
        .definedBy("dev.kiln.connect.transform..")
        .layer("avro")
        .definedBy("dev.kiln.connect.avro..")
        .layer("sample")
        .definedBy("dev.kiln.connect.sample..")
        .layer("session")
        .definedBy("dev.kiln.connect.session..")
        .layer("config")
        .definedBy("dev.kiln.connect.config..")
        .whereLayer("generator")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("prompt")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("files")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("transform")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("avro")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("sample")
        .mayOnlyBeAccessedByLayers("generator", "files", "transform")
        .whereLayer("session")
        .mayOnlyBeAccessedByLayers("generator", "transform")
        .check(classes);
  }
}
