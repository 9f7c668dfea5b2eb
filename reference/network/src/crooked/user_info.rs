//! Mistakes about user info: about whom it is, who signed it, and who is known by it.

use super::signature::let_unsigned_pass;
use crate::policies::Policies;

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let rules = &mut policies.provider.user_info;
    match name {
        "csam-user-info-subject-unchecked" => rules.subject = |_, _| true,
        "csam-user-info-signature-unchecked" => rules.signed.signature = |_, _, _| true,
        "csam-user-info-alg-none-accepted" => let_unsigned_pass(&mut rules.signed),
        "csam-number-from-subject" => {
            policies.provider.national_number = |info| info.text("egovNRN").or_else(|| info.text("sub")).map(str::to_owned);
            policies.number.at_login = |_| true;
        }
        _ => return false,
    }
    true
}
