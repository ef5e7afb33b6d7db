; The `everpane` command on PATH. Since Windows 10 this directory is in every user's PATH and theirs to write, so PATH itself,
; which installers are known to cut off, is left alone. The path is relative: a batch file knows no user's name in Unicode.
!define COMMAND_DIR "$LOCALAPPDATA\Microsoft\WindowsApps"

!macro customInstall
  CreateDirectory "${COMMAND_DIR}"
  FileOpen $0 "${COMMAND_DIR}\everpane.cmd" w
  FileWrite $0 '@"%~dp0..\..\Programs\Everpane\resources\bin\everpane.cmd" %*$\r$\n'
  FileClose $0
!macroend

!macro customUnInstall
  ${ifNot} ${isUpdated}
    Delete "${COMMAND_DIR}\everpane.cmd"
  ${endIf}
!macroend
