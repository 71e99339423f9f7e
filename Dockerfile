# The same jar that ./mvnw package makes, in layers: what changes rarely comes first.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml LICENSE NOTICE ./
COPY .mvn .mvn
COPY routes routes
COPY src src
RUN mvn -q -B package -pl src/bridge -am -DskipTests -Dspotless.check.skip=true \
    && java -Djarmode=tools -jar src/bridge/target/camel-cognigy-bridge-*-app.jar extract --layers --destination target/layers \
    && mv target/layers/application/camel-cognigy-bridge-*-app.jar target/layers/application/bridge.jar

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --home-dir /bridge bridge
WORKDIR /bridge
COPY --from=build /build/target/layers/dependencies/ ./
COPY --from=build /build/target/layers/spring-boot-loader/ ./
COPY --from=build /build/target/layers/snapshot-dependencies/ ./
COPY --from=build /build/target/layers/application/ ./
# Routes that can be changed: mount a folder over it.
COPY routes routes
USER bridge
# The bridge writes the file while it lives, whatever is down outside: an outage is no reason to restart it.
ENV HEALTH_FILE=/tmp/bridge.health
# The operation port, for probes and whoever may reach the container.
ENV OPERATE_ADDRESS=0.0.0.0
EXPOSE 9876
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD test -n "$(find "$HEALTH_FILE" -mmin -1)"
# exec form: the stop signal reaches the JVM. A JVM without memory ends, and is started anew; it must not limp.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "bridge.jar"]
