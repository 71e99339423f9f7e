# The same jar that ./mvnw package makes, in layers: what changes rarely comes first. Needs BuildKit.
# Base images by digest: the tag says which they are, the digest that they stay so. Change both together.
FROM maven:3.9.16-eclipse-temurin-17-noble@sha256:a8746f15d5bb26b5b8bacb056cc76211553850f4c71d16aff845cfa004cbc197 AS build
WORKDIR /build
COPY pom.xml LICENSE NOTICE ./
COPY .mvn .mvn
COPY deploy/image deploy/image
COPY routes routes
COPY src src
RUN mvn -q -B package -pl src/bridge -am -DskipTests -Dspotless.check.skip=true \
    && deploy/image/layers src/bridge/target/camel-cognigy-bridge-*-app.jar target/layers

FROM eclipse-temurin:17.0.20_8-jre@sha256:13cc28a6cc72a38ce1f00c906be3580c1a3e604b8984d694f369a96742abc93b
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
# That of pom.xml.
ARG HOME_PAGE=https://github.com/camel-cognigy/camel-cognigy
LABEL org.opencontainers.image.title="camel-cognigy bridge" \
      org.opencontainers.image.description="Joins chat on Kafka, JMS or e-mail to a bot on Cognigy.AI" \
      org.opencontainers.image.source="$HOME_PAGE" \
      org.opencontainers.image.documentation="$HOME_PAGE/blob/main/docs/operation.md" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.base.name="docker.io/library/eclipse-temurin:17.0.20_8-jre"
WORKDIR /bridge
COPY --from=build /build/target/layers/dependencies/ ./
COPY --from=build /build/target/layers/application/ ./
# With this image's own Java, and these very files: the JVM looks at both before it takes the archive.
RUN --mount=type=bind,source=deploy/image,target=/image /image/train
# Routes that can be changed: mount a folder over it.
COPY routes routes
# A number, so that Kubernetes sees that it is not root.
USER 10001:10001
# The bridge writes the file while it lives, whatever is down outside: an outage is no reason to restart it. /tmp is all that
# it writes to; the rest may be read-only.
ENV HEALTH_FILE=/tmp/bridge.health
ENV OPERATE_STATE_FILE=/tmp/bridge.state
# The operation port, for probes and whoever may reach the container.
ENV OPERATE_ADDRESS=0.0.0.0
EXPOSE 9876
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD test -n "$(find "$HEALTH_FILE" -mmin -1)"
# exec form: the stop signal reaches the JVM. A JVM without memory ends, and is started anew; it must not limp.
ENTRYPOINT ["java", "-XX:SharedArchiveFile=bridge.jsa", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "bridge.jar"]
