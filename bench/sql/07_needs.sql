-- Needs and risks.
insert into referrals_referralneed (referral_id, code, is_main)
select i, (array['bathroom', 'stairs', 'heating', 'key_safe'])[1 + i %% 4], true from bench.drawn
union all select i, 'hoarding', false from bench.drawn where c < .4;
insert into referrals_referralrisk (referral_id, code) select i, 'falls' from bench.drawn where d < .3;
