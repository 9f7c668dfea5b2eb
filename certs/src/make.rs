//! From a recipe to a certificate with all that goes along. Everything a change touches is decided here, one thing per function, so that a
//! flawed certificate cannot differ from its twin anywhere else.

use crate::{
    Authority, CertificateError, Hierarchy, Holder, KeyKind, KeyUsage, Material, Name, PrivateKey, Recipe,
    change::{Altered, ChainFlaw, Change, Foreign, Piece, SerialFlaw, Signer, SubjectFlaw, WeakDigest},
    content::{Content, Extension},
    keys::Digest,
    material::Encryption,
    recipe::Upright,
};

impl Recipe {
    /// The certificate with all that goes along, for a holder drawn from the hierarchy's seed. `kind` chooses the holder's and the
    /// authorities' keys, among those that the recipe exists with.
    pub fn make(&self, hierarchy: &Hierarchy, kind: Option<KeyKind>) -> Result<Material, CertificateError> {
        let holder = Holder::drawn(self.content().holder, hierarchy.seed());
        self.make_for(&holder, hierarchy, kind)
    }

    /// The same for a holder of choice.
    pub fn make_for(&self, holder: &Holder, hierarchy: &Hierarchy, kind: Option<KeyKind>) -> Result<Material, CertificateError> {
        self.make_numbered(&self.id, holder, hierarchy, kind)
    }

    /// The same with the serial number that `purpose` draws, so that twins can be compared.
    pub(crate) fn make_numbered(
        &self,
        purpose: &str,
        holder: &Holder,
        hierarchy: &Hierarchy,
        kind: Option<KeyKind>,
    ) -> Result<Material, CertificateError> {
        let upright = self.content();
        let asked = kind.or_else(|| self.kinds().first().copied());
        let kind = asked.filter(|kind| self.kinds().contains(kind));
        let kind = kind.ok_or_else(|| CertificateError::NoSuchKind(self.id.clone()))?;
        Making {
            recipe: self,
            upright,
            change: self.change.as_ref(),
            holder,
            hierarchy,
            kind,
        }
        .material(purpose)
    }

    fn content(&self) -> &'static Upright {
        let upright = self.upright().and_then(|recipe| recipe.certificate.as_ref());
        upright.expect("the lint proves that every twin is upright")
    }
}

/// One certificate in the making.
pub(crate) struct Making<'a> {
    pub(crate) recipe: &'a Recipe,
    pub(crate) upright: &'a Upright,
    pub(crate) change: Option<&'a Change>,
    pub(crate) holder: &'a Holder,
    pub(crate) hierarchy: &'a Hierarchy,
    pub(crate) kind: KeyKind,
}

impl Making<'_> {
    fn material(&self, purpose: &str) -> Result<Material, CertificateError> {
        let role = format!("{}-{}", self.recipe.twin.as_deref().unwrap_or(&self.recipe.id), self.holder.mark());
        let key = self.hierarchy.keys().key(self.holder_kind(), &role)?;
        let issuer = self.issuer()?;
        let subject = self.holder.name(self.upright.holder, self.subject_flaw())?;
        let content = self.content(purpose, &issuer, subject.clone(), &key)?;
        let mut certificate = match self.change {
            Some(Change::SignedBy(Signer::Itself)) => content.signed_by(&key, self.digest())?,
            _ => issuer.issue(&content, self.digest())?,
        };
        if self.change == Some(&Change::Altered(Altered::Signature)) {
            let last = certificate.last_mut().expect("a certificate has bytes");
            *last ^= 1;
        }
        // Whoever looks for revocations asks the authority that is trusted, whoever signed.
        let trusted = self.hierarchy.authority(self.upright.issuer, self.kind)?;
        Ok(Material {
            recipe: self.recipe.id.clone(),
            now: self.hierarchy.now(),
            encryption: self.encryption(purpose, &subject, &key)?,
            chain: self.chain(&issuer),
            root: trusted.root().to_vec(),
            lists: self.lists(&trusted, &content.serial)?,
            answering: self.answering()?,
            serial: content.serial,
            subject,
            authority: (*trusted).clone(),
            certificate,
            key,
        })
    }

    fn content(&self, purpose: &str, issuer: &Authority, subject: Name, key: &PrivateKey) -> Result<Content, CertificateError> {
        let [from, until] = match self.change {
            Some(Change::Validity(days)) => *days,
            _ => self.upright.days,
        };
        let (from, until) = self.hierarchy.days(from, until)?;
        let by_itself = self.change == Some(&Change::SignedBy(Signer::Itself));
        Ok(Content {
            serial: self.serial(purpose),
            issuer: if by_itself { subject.clone() } else { issuer.name.clone() },
            subject,
            from,
            until,
            public_key: key.public_key_der().to_vec(),
            extensions: self.extensions(issuer, key, by_itself),
        })
    }

    fn extensions(&self, issuer: &Authority, key: &PrivateKey, by_itself: bool) -> Vec<Extension> {
        let upright = self.upright;
        let changed = |wanted: fn(&Change) -> bool| self.change.filter(|change| wanted(change));
        let key_usage = match self.change {
            Some(Change::KeyUsage(usage)) => usage,
            _ => &upright.key_usage,
        };
        let purposes = match self.change {
            Some(Change::Purposes(purposes)) => purposes,
            _ => &upright.purposes,
        };
        let policies = match self.change {
            Some(Change::Policies(policies)) => policies,
            _ => &upright.policies,
        };
        let hosts = match self.change {
            Some(Change::Hosts(hosts)) => hosts,
            _ => &upright.hosts,
        };
        let is_one = changed(|change| matches!(change, Change::Authority(_))).is_some();
        let [authority_key, list, access] = issuer.pointers();
        let authority_key = if by_itself {
            Extension::AuthorityKey(key.identifier())
        } else {
            authority_key
        };
        let mut extensions = vec![
            Extension::Authority { is_one, path_length: None },
            Extension::KeyUsage(key_usage.clone()),
            Extension::Purposes(purposes.clone()),
            Extension::SubjectKey(key.identifier()),
            authority_key,
            Extension::Policies(policies.clone()),
            Extension::QualifiedStatements(upright.qualified_statements.clone()),
            list,
            access,
            Extension::Hosts(hosts.clone()),
            Extension::Comment,
        ];
        // RFC 5280 forbids empty ones: they are rather absent.
        extensions.retain(|extension| match extension {
            Extension::Purposes(purposes) => !purposes.is_empty(),
            Extension::Policies(policies) => !policies.is_empty(),
            Extension::QualifiedStatements(statements) => !statements.is_empty(),
            Extension::Hosts(hosts) => !hosts.is_empty(),
            _ => true,
        });
        match self.change {
            Some(Change::Without(piece)) => extensions.retain(|extension| !piece.is(extension)),
            Some(Change::Twice(piece)) => {
                let again: Vec<_> = extensions.iter().filter(|extension| piece.is(extension)).cloned().collect();
                extensions.extend(again);
            }
            Some(Change::With(Foreign::CriticalExtension)) => extensions.push(Extension::Unknown),
            _ => {}
        }
        extensions
    }

    fn issuer(&self) -> Result<Authority, CertificateError> {
        let (name, kind) = (self.upright.issuer, self.kind);
        match self.change {
            Some(Change::Issuer(flaw)) => self.hierarchy.flawed(name, kind, *flaw, false),
            Some(Change::AboveIssuer(flaw)) => self.hierarchy.flawed(name, kind, *flaw, true),
            Some(Change::SignedBy(Signer::Namesake)) => Ok((*self.hierarchy.namesake(name, kind)?).clone()),
            _ => Ok((*self.hierarchy.authority(name, kind)?).clone()),
        }
    }

    fn chain(&self, issuer: &Authority) -> Vec<Vec<u8>> {
        let mut chain = issuer.chain();
        match self.change {
            Some(Change::SignedBy(Signer::Itself)) => chain.clear(),
            Some(Change::Chain(ChainFlaw::WithoutIssuer)) => drop(chain.remove(0)),
            _ => {}
        }
        chain
    }

    fn serial(&self, purpose: &str) -> Vec<u8> {
        let drawn = self
            .hierarchy
            .serial(&format!("{purpose} {} {}", self.holder.mark(), self.kind.short()));
        match self.change {
            Some(Change::Serial(SerialFlaw::Zero)) => vec![0],
            Some(Change::Serial(SerialFlaw::Negative)) => [&[0x80 | drawn[0]], &drawn[1..]].concat(),
            Some(Change::Serial(SerialFlaw::TooLong)) => [&drawn[..], &drawn[..]].concat(),
            _ => drawn,
        }
    }

    fn holder_kind(&self) -> KeyKind {
        match self.change {
            Some(Change::Key(kind)) => *kind,
            _ => self.kind,
        }
    }

    fn digest(&self) -> Digest {
        match self.change {
            Some(Change::Digest(WeakDigest::Sha1)) => Digest::Sha1,
            _ => Digest::OfKind,
        }
    }

    fn subject_flaw(&self) -> Option<SubjectFlaw> {
        match self.change {
            Some(Change::Subject(flaw)) => Some(*flaw),
            _ => None,
        }
    }

    /// eHealth keystores hold a second certificate, for encryption. It is signed by the holder's own key, in the holder's own name.
    fn encryption(&self, purpose: &str, name: &Name, key: &PrivateKey) -> Result<Option<Encryption>, CertificateError> {
        if !self.upright.holder.has_encryption_certificate() {
            return Ok(None);
        }
        let usage = match self.change {
            Some(Change::EncryptionKeyUsage(usage)) => usage.clone(),
            _ => vec![KeyUsage::KeyEncipherment, KeyUsage::DataEncipherment],
        };
        let role = format!("encryption-{}", self.holder.mark());
        // Encryption keys are RSA-2048, whatever the other one is: nothing else is known to be registered.
        let own = self.hierarchy.keys().key(KeyKind::Rsa2048, &role)?;
        let [from, until] = self.upright.days;
        let (from, until) = self.hierarchy.days(from, until)?;
        let content = Content {
            serial: self.hierarchy.serial(&format!("encryption {purpose} {}", self.holder.mark())),
            issuer: name.clone(),
            subject: name.clone(),
            from,
            until,
            public_key: own.public_key_der().to_vec(),
            extensions: vec![
                Extension::Authority {
                    is_one: false,
                    path_length: None,
                },
                Extension::KeyUsage(usage),
                Extension::SubjectKey(own.identifier()),
                Extension::AuthorityKey(key.identifier()),
                Extension::Comment,
            ],
        };
        Ok(Some(Encryption {
            certificate: content.signed_by(key, Digest::OfKind)?,
            serial: content.serial,
            key: own,
        }))
    }
}

impl Piece {
    fn is(self, extension: &Extension) -> bool {
        match self {
            Self::Authority => matches!(extension, Extension::Authority { .. }),
            Self::KeyUsage => matches!(extension, Extension::KeyUsage(_)),
            Self::Purposes => matches!(extension, Extension::Purposes(_)),
            Self::Access => matches!(extension, Extension::Access { .. }),
            Self::RevocationList => matches!(extension, Extension::RevocationList(_)),
            Self::AuthorityKey => matches!(extension, Extension::AuthorityKey(_)),
            Self::Hosts => matches!(extension, Extension::Hosts(_)),
        }
    }
}
