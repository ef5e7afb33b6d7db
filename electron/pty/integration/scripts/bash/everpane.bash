# Everpane's shell integration for bash. Given as --rcfile, so the start-up files that bash would have read come first;
# none of them is changed. Tells the terminal, in sequences that print nothing: where prompts begin and end, when a command
# starts and how it ended (OSC 133), its command line (OSC 633;E, with a nonce) and the directory (OSC 7).

# The nonce proves that a command line comes from this shell and not from something that was printed. It is read before any
# other file runs, and the file it comes in is gone then: no child process gets to see it.
__everpane_nonce=
if [ -n "${EVERPANE_NONCE_FILE-}" ]; then
  IFS= read -r __everpane_nonce 2>/dev/null <"$EVERPANE_NONCE_FILE"
  command rm -f -- "$EVERPANE_NONCE_FILE"
  unset EVERPANE_NONCE_FILE
fi

if [ -n "${EVERPANE_LOGIN_SHELL-}" ]; then
  unset EVERPANE_LOGIN_SHELL
  [ -r /etc/profile ] && . /etc/profile
  for __everpane_file in ~/.bash_profile ~/.bash_login ~/.profile; do
    if [ -r "$__everpane_file" ]; then
      . "$__everpane_file"
      break
    fi
  done
  unset __everpane_file
else
  [ -r /etc/bash.bashrc ] && . /etc/bash.bashrc
  [ -r ~/.bashrc ] && . ~/.bashrc
fi

# PS0, which says that a command starts, came with bash 4.4.
if [[ $- == *i* && -z ${__everpane_is_on-} ]] && ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)); then
  __everpane_is_on=1
  __everpane_ran=
  __everpane_prompt=
  __everpane_history=

  # Backslash, semicolon and control characters as the terminal reads them back.
  __everpane_escape() {
    local LC_ALL=C text=$1 out= char i
    if [[ $text != *[\\\;[:cntrl:]]* ]]; then
      printf '%s' "$text"
      return
    fi
    for ((i = 0; i < ${#text}; i++)); do
      char=${text:i:1}
      case $char in
        \\) out+='\\' ;;
        \; | [[:cntrl:]]) printf -v char '\\x%02x' "'$char" && out+=$char ;;
        *) out+=$char ;;
      esac
    done
    printf '%s' "$out"
  }

  __everpane_tell_directory() {
    local path=${PWD//%/%25}
    path=${path//[[:cntrl:]]/%1a}
    printf '\e]7;file://%s%s\a' "${HOSTNAME-}" "$path"
  }

  # Runs in PS0's subshell: what it prints comes between the command line and its output.
  __everpane_command_starts() {
    local entry command
    entry=$(HISTTIMEFORMAT= builtin history 1 2>/dev/null)
    # A command that was kept out of the history (a leading space, a duplicate) is kept out of the journal as well.
    if [[ -n $__everpane_nonce && $entry != "$__everpane_history" ]]; then
      command=${entry#"${entry%%[![:space:]]*}"}
      command=${command#*[[:space:]]}
      command=${command#"${command%%[![:space:]]*}"}
      printf '\e]633;E;%s;%s\a' "$(__everpane_escape "$command")" "$__everpane_nonce"
    fi
    printf '\e]133;C\a'
  }

  # First: the status of what ran, before anything else changes it.
  __everpane_command_ended() {
    local status=$?
    if [[ -n $__everpane_ran ]]; then printf '\e]133;D;%s\a' "$status"; fi
    __everpane_ran=1
    __everpane_tell_directory
    return "$status"
  }

  # Last: whatever made the prompt, the marks go around it.
  __everpane_wrap_prompt() {
    local status=$?
    if [[ $PS1 != "$__everpane_prompt" ]]; then
      PS1='\[\e]133;A\a\]'"$PS1"'\[\e]133;B\a\]'
      __everpane_prompt=$PS1
    fi
    __everpane_history=$(HISTTIMEFORMAT= builtin history 1 2>/dev/null)
    return "$status"
  }

  PS0="${PS0-}"'$(__everpane_command_starts)'
  if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)); then
    PROMPT_COMMAND=(__everpane_command_ended "${PROMPT_COMMAND[@]}" __everpane_wrap_prompt)
  else
    PROMPT_COMMAND="__everpane_command_ended${PROMPT_COMMAND:+;$PROMPT_COMMAND};__everpane_wrap_prompt"
  fi
fi
