@echo off
rem Runs Maven on this project: the one on the PATH where it is new enough, else a pinned release
rem that is fetched once from Apache's archive into .m2\wrapper, its SHA-512 checked.
rem
rem   JAVA_HOME        the JDK to build with; without it the java on the PATH
rem   MVNW_ARCHIVE     a mirror of https://archive.apache.org/dist
rem   MAVEN_USER_HOME  where Maven keeps its files; without it .m2 in the user's folder
setlocal EnableExtensions DisableDelayedExpansion

set "MVNW_VERSION=3.9.16"
set "MVNW_SHA512=ed41650d42485cfc243fad22158caf9cbb5dc408ce7a09ddb94dd42a019de929ca43065bfa450612cf12bf78b5cafa3884b96c090de326ff590448c933454af3"

if not defined JAVA_HOME goto find_java
if not exist "%JAVA_HOME%\bin\java.exe" goto bad_java_home
set "PATH=%JAVA_HOME%\bin;%PATH%"
:find_java
for %%i in (java.exe) do if "%%~$PATH:i"=="" goto no_java
rem A JRE lacks the module jdk.compiler, and Java 8 does not know the option.
set "MVNW_JDK=0"
for /f "tokens=1-3 delims=@.-+" %%a in ('java --list-modules 2^>nul') do if "%%a.%%b"=="jdk.compiler" set "MVNW_JDK=%%c"
if %MVNW_JDK% LSS 17 goto old_java

for %%i in (mvn.cmd) do if "%%~$PATH:i"=="" goto pinned
set "MVNW_FOUND=0.0"
for /f "tokens=1-4 delims=. " %%a in ('mvn --version 2^>nul') do if "%%b"=="Maven" set "MVNW_FOUND=%%c.%%d"
for /f "tokens=1 delims=." %%a in ("%MVNW_FOUND%") do set "MVNW_MAJOR=%%a"
for /f "tokens=2 delims=." %%a in ("%MVNW_FOUND%") do set "MVNW_MINOR=%%a"
set "MVNW_MVN=mvn"
if %MVNW_MAJOR% GTR 3 goto run
if %MVNW_MAJOR% EQU 3 if %MVNW_MINOR% GEQ 8 goto run

:pinned
if not defined MAVEN_USER_HOME set "MAVEN_USER_HOME=%USERPROFILE%\.m2"
if not defined MVNW_ARCHIVE set "MVNW_ARCHIVE=https://archive.apache.org/dist"
set "MVNW_WRAPPER=%MAVEN_USER_HOME%\wrapper"
set "MVNW_HOME=%MVNW_WRAPPER%\apache-maven-%MVNW_VERSION%"
set "MVNW_MVN=%MVNW_HOME%\bin\mvn.cmd"
if exist "%MVNW_MVN%" goto run
set "MVNW_URL=%MVNW_ARCHIVE%/maven/maven-3/%MVNW_VERSION%/binaries/apache-maven-%MVNW_VERSION%-bin.zip"
echo mvnw: no Maven 3.8 or newer on the PATH, fetching %MVNW_URL% 1>&2
rem Unpacks beside its place and moves there whole, so that an interrupted or second run does no harm.
powershell -NoProfile -NonInteractive -Command ^
	"$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';" ^
	"[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12;" ^
	"$scratch = Join-Path $env:MVNW_WRAPPER ('unpack.' + [Guid]::NewGuid().ToString('N'));" ^
	"New-Item -ItemType Directory -Force -Path $scratch | Out-Null;" ^
	"try {" ^
	"  $zip = Join-Path $scratch 'maven.zip';" ^
	"  (New-Object Net.WebClient).DownloadFile($env:MVNW_URL, $zip);" ^
	"  $actual = (Get-FileHash -Algorithm SHA512 -LiteralPath $zip).Hash;" ^
	"  if ($actual -ne $env:MVNW_SHA512) { throw ('SHA-512 is ' + $actual + ', expected ' + $env:MVNW_SHA512) };" ^
	"  Expand-Archive -LiteralPath $zip -DestinationPath $scratch;" ^
	"  if (-not (Test-Path -LiteralPath $env:MVNW_HOME)) {" ^
	"    Move-Item -LiteralPath (Join-Path $scratch ('apache-maven-' + $env:MVNW_VERSION)) -Destination $env:MVNW_HOME } }" ^
	"finally { Remove-Item -Recurse -Force -LiteralPath $scratch }"
if not exist "%MVNW_MVN%" goto no_maven

:run
rem Of several -f Maven takes the first: the caller's. Without call, so that no argument is expanded twice.
"%MVNW_MVN%" %* -f "%~dp0pom.xml"

:bad_java_home
echo mvnw: JAVA_HOME is %JAVA_HOME%, which has no bin\java.exe. Set it to a JDK 17 or newer. 1>&2
exit /b 1

:no_java
echo mvnw: no JDK found: no java on the PATH and JAVA_HOME is not set. Install a JDK 17 or newer. 1>&2
exit /b 1

:old_java
echo mvnw: needs a JDK 17 or newer, with its compiler. The java it found is: 1>&2
java -version 1>&2
exit /b 1

:no_maven
echo mvnw: could not fetch Maven. Put a Maven 3.8 or newer on the PATH, or set MVNW_ARCHIVE to a mirror. 1>&2
exit /b 1
