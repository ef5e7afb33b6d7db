# Everpane's shell integration for zsh. zsh finds this file because ZDOTDIR points here; it puts ZDOTDIR back before it
# reads the user's own .zshenv, so every other start-up file is the user's. What it tells is in everpane.bash's head.

__everpane_nonce=
if [[ -n "${EVERPANE_NONCE_FILE-}" ]]; then
  IFS= read -r __everpane_nonce 2>/dev/null <"$EVERPANE_NONCE_FILE"
  command rm -f -- "$EVERPANE_NONCE_FILE"
  unset EVERPANE_NONCE_FILE
fi

if [[ -n "${EVERPANE_ZDOTDIR+x}" ]]; then
  export ZDOTDIR="$EVERPANE_ZDOTDIR"
  unset EVERPANE_ZDOTDIR
else
  unset ZDOTDIR
fi
if [[ -r "${ZDOTDIR:-$HOME}/.zshenv" ]]; then
  builtin source "${ZDOTDIR:-$HOME}/.zshenv"
fi

if [[ -o interactive && -z "${__everpane_is_on-}" ]]; then
  typeset -g __everpane_is_on=1
  typeset -g __everpane_ran=
  typeset -g __everpane_prompt=

  # Backslash, semicolon and control characters as the terminal reads them back.
  __everpane_escape() {
    builtin emulate -L zsh -o no_multibyte
    local char
    for char in "${(s::)1}"; do
      case "$char" in
        '\') builtin print -rn -- '\\' ;;
        ';' | [[:cntrl:]]) builtin printf '\\x%02x' "'$char" ;;
        *) builtin print -rn -- "$char" ;;
      esac
    done
  }

  __everpane_command_starts() {
    builtin emulate -L zsh
    # A command that is kept out of the history is kept out of the journal as well.
    if [[ -n "$__everpane_nonce" && "$1" != ' '* ]]; then
      builtin printf '\e]633;E;%s;%s\a' "$(__everpane_escape "$1")" "$__everpane_nonce"
    fi
    builtin printf '\e]133;C\a'
  }

  __everpane_command_ended() {
    local ended=$?
    builtin emulate -L zsh
    if [[ -n "$__everpane_ran" ]]; then builtin printf '\e]133;D;%s\a' "$ended"; fi
    __everpane_ran=1
    local dir="${PWD//\%/%25}"
    builtin printf '\e]7;file://%s%s\a' "${HOST-}" "${dir//[[:cntrl:]]/%1a}"
    # Whatever has made the prompt by now, the marks go around it; other hooks may still change it, and then come first
    # the next time.
    if [[ "$PS1" != "$__everpane_prompt" ]]; then
      PS1=$'%{\e]133;A\a%}'"$PS1"$'%{\e]133;B\a%}'
      __everpane_prompt="$PS1"
    fi
    # Stay last, behind hooks that came later (prompt themes are set up in .zshrc).
    precmd_functions=(${precmd_functions:#__everpane_command_ended} __everpane_command_ended)
    return $ended
  }

  typeset -ga precmd_functions preexec_functions
  precmd_functions+=(__everpane_command_ended)
  preexec_functions+=(__everpane_command_starts)
fi
