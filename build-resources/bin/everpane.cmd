@echo off
rem The `everpane` command of an installed app: on the system's Node if that is new enough, else on the app's own executable,
rem which takes the words behind the marker as a command line (its fuses let nothing else make a Node of it).
setlocal
set node_major=0
for /f "tokens=1 delims=v." %%m in ('node --version 2^>nul') do set node_major=%%m
if %node_major% geq 20 goto on_node
"%~dp0..\..\Everpane.exe" --log-level=3 --everpane-cli -- %*
exit /b %errorlevel%

:on_node
node "%~dp0..\app.asar.unpacked\out\cli\everpane.cjs" %*
