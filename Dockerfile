# Not older than 25.0.3: G1 corrupts data before it (JDK-8377811).
FROM eclipse-temurin:25.0.3_9-jdk AS build
COPY --from=maven:3.9-eclipse-temurin-25 /usr/share/maven /usr/share/maven
ENV PATH=/usr/share/maven/bin:$PATH
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY docs docs
COPY src src
RUN --mount=type=cache,target=/m2 \
    ./mvnw --batch-mode --no-transfer-progress -Dmaven.repo.local=/m2 -DskipTests -Psbom package
RUN java -Djarmode=tools -jar target/char-rnn-server-*.jar extract --layers --destination layers \
        --application-filename char-rnn-server.jar
# Natives are unpacked here, not at the first request: JavaCPP's into one folder, where it looks for
# them without a cache, which would have to be writable. The jars that they came in then go.
WORKDIR /build/layers/dependencies/lib
RUN mkdir /natives \
    && echo 'class Unpack { public static void main(String[] classes) throws Exception { for (String name : classes) org.bytedeco.javacpp.Loader.load(Class.forName(name)); } }' > /tmp/Unpack.java \
    && java --enable-native-access=ALL-UNNAMED --class-path '*' \
        -Dorg.bytedeco.javacpp.cachedir=/natives -Dorg.bytedeco.javacpp.cachedir.nosubdir=true \
        /tmp/Unpack.java org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu org.bytedeco.openblas.global.openblas \
        $([ "$(uname -m)" = x86_64 ] && echo org.bytedeco.dnnl.global.dnnl) \
    && jar -xf sqlite-jdbc-*-natives-linux.jar "org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so" \
    && mv org/sqlite/native/Linux/*/libsqlitejdbc.so /natives && rm -r org \
    && rm /natives/.lock *-linux-*.jar sqlite-jdbc-*-natives-linux.jar

FROM eclipse-temurin:25.0.3_9-jre
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin char-rnn \
    && mkdir /data && chown char-rnn /data
WORKDIR /app
COPY --from=build /natives natives
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
RUN printf '%s\n' \
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+ExitOnOutOfMemoryError \
        -Djava.library.path=/app/natives -Dorg.sqlite.lib.path=/app/natives \
        -Dorg.bytedeco.javacpp.pathsFirst=true -Dorg.bytedeco.javacpp.cacheLibraries=false > java.options
# A start that is recorded halves the time that later ones take.
RUN java @java.options -XX:AOTCacheOutput=char-rnn-server.aot -Dspring.context.exit=onRefresh \
        -jar char-rnn-server.jar --charrnn.data-directory=/tmp/recorded \
    && rm -r /tmp/recorded
USER 10001
VOLUME /data
EXPOSE 8080
# Half of the container's memory for the heap; the service lets JavaCPP have nine tenths of it for the whole process.
ENV JDK_JAVA_OPTIONS="-XX:MaxRAMPercentage=50" \
    SERVER_ADDRESS=0.0.0.0 \
    CHARRNN_DATADIRECTORY=/data \
    CHARRNN_ACCESS_FIRSTKEY=log
ENTRYPOINT ["java", "@java.options", "-XX:AOTCache=char-rnn-server.aot", "-jar", "char-rnn-server.jar"]
# The image has bash but no HTTP client.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${SERVER_PORT:-8080} && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
