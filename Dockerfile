# The last stage is the service with all engines; --target slim leaves out ND4J's natives (0.36 GB), and with them
# jobs that ask for engine "dl4j"; --target spark adds Apache Spark to slim.
# Not older than 25.0.3: G1 corrupts data before it (JDK-8377811).
FROM eclipse-temurin:25.0.3_9-jdk AS build
COPY --from=maven:3.9.16-eclipse-temurin-25 /usr/share/maven /usr/share/maven
ENV PATH=/usr/share/maven/bin:$PATH
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY docs docs
COPY src/main src/main
RUN --mount=type=cache,target=/m2 \
    ./mvnw --batch-mode --no-transfer-progress -Dmaven.repo.local=/m2 -Dmaven.test.skip=true -Psbom package
RUN java -Djarmode=tools -jar target/char-rnn-server-*.jar extract --layers --destination layers \
        --application-filename char-rnn-server.jar
# Natives are unpacked here, not at the first request: JavaCPP's into one folder, where it looks for
# them without a cache, which would have to be writable. The jars that they came in then go.
WORKDIR /build/layers/dependencies/lib
RUN mkdir -p /natives/own /natives/nd4j \
    && echo 'class Unpack { public static void main(String[] classes) throws Exception { for (String name : classes) org.bytedeco.javacpp.Loader.load(Class.forName(name)); } }' > /tmp/Unpack.java \
    && unpack() { folder=$1; shift; java --enable-native-access=ALL-UNNAMED --class-path '*' \
        -Dorg.bytedeco.javacpp.cachedir=$folder -Dorg.bytedeco.javacpp.cachedir.nosubdir=true /tmp/Unpack.java "$@"; } \
    && unpack /natives/own "$([ "$(uname -m)" = x86_64 ] && echo org.bytedeco.dnnl.global.dnnl || echo org.bytedeco.openblas.global.openblas)" \
    && unpack /natives/nd4j org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu org.bytedeco.openblas.global.openblas \
    && for file in /natives/nd4j/*; do if [ -e "/natives/own/${file##*/}" ]; then rm "$file"; fi; done \
    && jar -xf sqlite-jdbc-*-natives-linux.jar "org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so" \
    && mv org/sqlite/native/Linux/*/libsqlitejdbc.so /natives/own && rm -r org \
    && rm -f /natives/*/.lock *-linux-*.jar sqlite-jdbc-*-natives-linux.jar
# Copies of the same bytes become links, and times those of the source: the same source then makes the same layers
# (with BuildKit: --output type=image,rewrite-timestamp=true, for what its own steps write).
ARG SOURCE_DATE_EPOCH=0
RUN cd /natives/nd4j && for one in *; do for other in *; do \
        if [ "$one" \< "$other" ] && [ ! -L "$one" ] && [ ! -L "$other" ] && cmp -s "$one" "$other"; then ln -sf "$one" "$other"; fi; \
    done; done \
    && find /natives /build/layers -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +

FROM eclipse-temurin:25.0.3_9-jre AS slim
# The day on which the user was made is in /etc/shadow.
ARG SOURCE_DATE_EPOCH=0
RUN groupadd --system --gid 10001 char-rnn \
    && useradd --system --uid 10001 --gid 10001 --home-dir /data --shell /usr/sbin/nologin char-rnn \
    && mkdir /data && chown 10001:10001 /data && install -d -o 10001 -g 10001 /app/aot
WORKDIR /app
COPY --from=build /natives/own natives
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
RUN printf '%s\n' \
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+ExitOnOutOfMemoryError \
        -Djava.library.path=/app/natives -Dorg.sqlite.lib.path=/app/natives \
        -Dorg.bytedeco.javacpp.pathsFirst=true -Dorg.bytedeco.javacpp.cacheLibraries=false > java.options
USER 10001:10001
# A start and a job that were recorded halve the time that later ones take.
RUN --mount=type=bind,source=deploy/image,target=/record \
    bash /record/record aot/char-rnn-server.aot && rm -rf /tmp/* /tmp/.[!.]*
VOLUME /data
EXPOSE 8080
# Half of the container's memory for the heap; the service lets JavaCPP have nine tenths of it for the whole process.
ENV JDK_JAVA_OPTIONS="-XX:MaxRAMPercentage=50" \
    SERVER_ADDRESS=0.0.0.0 \
    CHARRNN_DATADIRECTORY=/data \
    CHARRNN_ACCESS_FIRSTKEY=log
# A heap above 32 GB cannot use the recording, which the JVM would call an error.
ENTRYPOINT ["java", "@java.options", "-XX:AOTCache=aot/char-rnn-server.aot", "-Xlog:aot=off", "-jar", "char-rnn-server.jar"]
# The image has bash but no HTTP client.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${SERVER_PORT:-8080} && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]

# --target spark: the service with Apache Spark beside it, for jobs with a cluster (docs/cluster.md).
FROM build AS driver
WORKDIR /build
COPY src/spark src/spark
RUN --mount=type=cache,target=/m2 \
    ./mvnw --batch-mode --no-transfer-progress -Dmaven.repo.local=/m2 -Pspark package

FROM apache/spark:4.2.0 AS apache-spark

FROM slim AS spark
COPY --from=apache-spark /opt/spark/jars /opt/spark/jars
COPY --from=driver /build/target/spark/jars /opt/char-rnn/spark
ENV CHARRNN_TRAINING_SPARK_HOME=/opt/spark \
    CHARRNN_TRAINING_SPARK_JARS=/opt/char-rnn/spark

FROM slim
COPY --from=build /natives/nd4j natives
